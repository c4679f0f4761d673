package dev.atelier.app.gallery;

import dev.atelier.app.generation.GenerationJson;
import dev.atelier.app.generation.GenerationViews;
import dev.atelier.app.generation.Story;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.app.http.Versions;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.gallery.GalleryFilter;
import dev.atelier.core.gallery.GalleryImage;
import dev.atelier.core.gallery.MarkImages;
import dev.atelier.core.gallery.Marked;
import dev.atelier.core.gallery.Marks;
import dev.atelier.core.gallery.spi.GalleryRepository;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.TaskId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The pictures of an org: found, looked at, marked, thrown away and taken back. */
public final class ImageRoutes implements Routes {
    private static final String ONE = ImageViews.PATH + "/{id}";
    private static final int MOST_CHILDREN = 200;

    private final Atelier atelier;
    private final GalleryRepository gallery;
    private final MarkImages marks;
    private final Paging paging;
    private final Clock clock;
    private final ImageViews views;
    private final GenerationViews generations;

    public ImageRoutes(Atelier atelier, Paging paging, Clock clock) {
        this.atelier = atelier;
        this.gallery = atelier.store().gallery();
        this.marks = atelier.marks();
        this.paging = paging;
        this.clock = clock;
        this.views = new ImageViews(atelier.blobs(), clock);
        this.generations = new GenerationViews(atelier.blobs(), clock);
    }

    // A generation is part of a picture's lineage.
    @Override
    public List<String> openApi() {
        return List.of("images", "generations");
    }

    @Override
    public Area area() {
        return Area.IMAGES;
    }

    @Override
    public void addTo(Access access) {
        access.get(ImageViews.PATH, Gate.VIEWER, this::list);
        // Before the route with an id: the first that fits is taken.
        access.get(ImageViews.PATH + "/facets", Gate.VIEWER, this::facets);
        access.post(ImageViews.PATH + "/batch", Gate.CREATOR, this::batch);
        access.get(ONE, Gate.VIEWER, this::one);
        access.patch(ONE, Gate.CREATOR, this::patch);
        access.delete(ONE, Gate.CREATOR, this::trash);
        access.post(ONE + "/restore", Gate.CREATOR, this::restore);
        access.add(HandlerType.GET, ONE + "/content", Gate.VIEWER, RouteOptions.JSON.producing("*/*"), this::content);
        access.get(ONE + "/recipe", Gate.VIEWER, this::recipe);
        access.get(ONE + "/lineage", Gate.VIEWER, this::lineage);
    }

    private void list(Context ctx) {
        OrgId org = Principal.of(ctx).org();
        GalleryFilter filter = ImageQuery.filter(ctx);
        paging.write(
                ctx, paging.fetch(ctx, page -> gallery.list(org, filter, page)).map(views::image));
    }

    private void facets(Context ctx) {
        ctx.json(ImageViews.facets(gallery.facets(Principal.of(ctx).org())));
    }

    private void one(Context ctx) {
        show(ctx, found(ctx));
    }

    private void patch(Context ctx) {
        ImageJson.Patch patch = RequestBody.read(ctx, ImageJson.Patch.class);
        if (patch.tags() != null) {
            Params.value("/tags", patch.tags(), Marks.NONE::withTags);
        }
        long seen = Versions.require(ctx, found(ctx).marks().version());
        show(ctx, done(marks.mark(Principal.of(ctx).org(), id(ctx), seen, before -> patched(before, patch))));
    }

    private static Marks patched(Marks before, ImageJson.Patch patch) {
        Marks after = patch.alt() == null ? before : before.withAlt(patch.alt());
        after = patch.starred() == null ? after : after.withStarred(patch.starred());
        return patch.tags() == null ? after : after.withTags(patch.tags());
    }

    private void trash(Context ctx) {
        Marked marked = marks.mark(Principal.of(ctx).org(), id(ctx), before -> before.trashed(clock.instant()));
        // Gone for good is more than was asked for.
        if (marked.outcome() != Marked.Outcome.PURGED) {
            done(marked);
        }
        ctx.status(204);
    }

    private void restore(Context ctx) {
        RequestBody.readOrEmpty(ctx, ImageJson.Nothing.class);
        show(ctx, done(marks.mark(Principal.of(ctx).org(), id(ctx), Marks::restored)));
    }

    private void batch(Context ctx) {
        ImageJson.Batch batch = RequestBody.read(ctx, ImageJson.Batch.class);
        UnaryOperator<Marks> change = change(batch);
        List<TaskId> ids = batch.ids().stream().map(TaskId::new).toList();
        ctx.json(new ImageJson.Results(marks.markAll(Principal.of(ctx).org(), ids, change).stream()
                .map(ImageRoutes::result)
                .toList()));
    }

    private UnaryOperator<Marks> change(ImageJson.Batch batch) {
        ImageJson.Action action = batch.action();
        boolean tagging = action == ImageJson.Action.TAG || action == ImageJson.Action.UNTAG;
        String tag = batch.tag();
        if (tagging == (tag == null)) {
            throw tagging
                    ? Problem.malformed("/tag", "missing", "tag and untag need a tag.")
                    : Problem.malformed("/tag", "not_allowed", "Only tag and untag take a tag.");
        }
        String word = tag == null ? "" : tag;
        if (tagging) {
            Params.value("/tag", List.of(word), Marks.NONE::withTags);
        }
        return switch (action) {
            case STAR -> before -> before.withStarred(true);
            case UNSTAR -> before -> before.withStarred(false);
            case TRASH -> before -> before.trashed(clock.instant());
            case RESTORE -> Marks::restored;
            case TAG -> before -> before.tagged(word);
            case UNTAG -> before -> before.untagged(word);
        };
    }

    private static ImageJson.Result result(Marked marked) {
        boolean ok = marked.outcome() == Marked.Outcome.DONE;
        return new ImageJson.Result(
                marked.id().toString(), ok, ok ? null : marked.outcome().name().toLowerCase(Locale.ROOT));
    }

    private static GalleryImage done(Marked marked) {
        GalleryImage image = marked.image();
        if (image == null) {
            throw Problem.notFound("picture");
        }
        return switch (marked.outcome()) {
            case DONE -> image;
            case NOT_FOUND -> throw Problem.notFound("picture");
            case VERSION_CHANGED -> throw Versions.changed();
            case PURGED -> throw purged();
            case TOO_MANY_TAGS ->
                throw Problem.malformed("/tags", "too_large", "A picture takes " + Marks.MAX_TAGS + " tags.");
        };
    }

    private static Problem purged() {
        return Problem.of(ProblemCode.GONE, "The picture lay in the trash for its time; its bytes are deleted.");
    }

    private void content(Context ctx) {
        GalleryImage image = found(ctx);
        var variant = ImageQuery.variant(ctx);
        if (image.marks().purged()) {
            throw purged();
        }
        ctx.status(302)
                .header("Location", views.content(image, variant))
                .header("Cache-Control", "private, max-age=60");
    }

    private void recipe(Context ctx) {
        ctx.json(Story.recipe(found(ctx)));
    }

    private void lineage(Context ctx) {
        GalleryImage image = found(ctx);
        OrgId org = image.org();
        Generation generation =
                atelier.generation(org, image.generation()).orElseThrow(() -> Problem.notFound("picture"));
        GenerationJson.Lineage told =
                Story.of(generation, atelier.store().ledger().entriesOf(org, generation.id()), null);
        TaskId parent = image.brief().parent();
        ctx.json(new ImageJson.Lineage(
                views.image(image),
                generations.full(generation),
                told.story(),
                told.ledger(),
                parent == null
                        ? null
                        : gallery.find(org, parent).map(views::image).orElse(null),
                gallery.children(org, image.id(), MOST_CHILDREN).stream()
                        .map(views::image)
                        .toList()));
    }

    private void show(Context ctx, GalleryImage image) {
        Versions.send(ctx, image.marks().version());
        ctx.header("Cache-Control", "private, no-cache");
        ctx.json(views.image(image));
    }

    private static TaskId id(Context ctx) {
        return Params.id(ctx, "id", "picture", TaskId::new);
    }

    private GalleryImage found(Context ctx) {
        return gallery.find(Principal.of(ctx).org(), id(ctx)).orElseThrow(() -> Problem.notFound("picture"));
    }
}
