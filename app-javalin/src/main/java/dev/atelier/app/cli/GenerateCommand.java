package dev.atelier.app.cli;

import dev.atelier.app.FirstStart;
import dev.atelier.app.Wiring;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Member;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.Refusal;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.generation.StartResult;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.upload.Upload;
import dev.atelier.core.upload.UploadId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole workflow in one process, without a server: pictures and their recipes come out as files. */
@Command(
        name = "generate",
        description = "Makes pictures and writes them, each with its recipe, into a folder.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class GenerateCommand implements Callable<Integer> {
    private final AtelierCommand root;

    @Option(names = "--prompt", required = true, paramLabel = "TEXT", description = "What to make.")
    String prompt = "";

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Pictures to take style and mood from.")
    List<Path> references = new ArrayList<>();

    @Option(names = "--product", paramLabel = "FILE", arity = "1..*", description = "Pictures of what to show.")
    List<Path> products = new ArrayList<>();

    @Option(names = "--count", paramLabel = "N", description = "How many pictures, 1 to 64 (1).")
    int count = 1;

    @Option(names = "--ratio", paramLabel = "W:H", description = "Aspect ratio, such as 16:9.")
    @Nullable
    String ratio;

    @Option(names = "--quality", paramLabel = "WORD", description = "One of the model's qualities.")
    @Nullable
    String quality;

    @Option(names = "--model", paramLabel = "ID", description = "Image model; the active provider's without it.")
    @Nullable
    String model;

    @Option(names = "--seed", paramLabel = "N", description = "Makes the result repeatable where the model can.")
    @Nullable
    Long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the pictures go (./pictures).")
    Path folder = Path.of("pictures");

    @Option(names = "--json", description = "Prints one JSON object; progress goes to standard error.")
    boolean json;

    GenerateCommand(AtelierCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Exception {
        List<String> wrong = new InputFiles(PictureLimits.DEFAULT).problems(references, products);
        if (model != null && (model.isBlank() || model.length() > 120)) {
            wrong.add("--model is no model's id.");
        }
        if (!wrong.isEmpty()) {
            wrong.forEach(root.err()::println);
            root.err().println("Nothing was sent and nothing spent.");
            return Exit.WRONG_INPUT;
        }
        try (Interruption interruption = new Interruption();
                Wiring wiring = Wiring.open(root.config(), null)) {
            return generate(wiring, interruption);
        }
    }

    private int generate(Wiring wiring, Interruption interruption) throws IOException, InterruptedException {
        FirstStart.Outcome start = wiring.firstStart().run();
        PrintWriter log = json ? root.err() : root.out();
        if (start.created()) {
            start.passwordFile()
                    .ifPresent(file -> log.println("first start: owner "
                            + start.owner().user().email() + ", password in " + Banner.shown(file)));
        }
        Member owner = start.owner();
        Caller caller = new Caller(owner.org(), owner.user().id());
        StartCommand wish = StartCommand.prompt(caller, prompt)
                .count(count)
                .references(upload(wiring, caller, references))
                .products(upload(wiring, caller, products))
                .aspectRatio(ratio)
                .quality(quality)
                .imageModel(model == null ? null : new ModelId(model))
                .seed(seed)
                .build();
        StartResult result = wiring.atelier().start(wish);
        if (result instanceof StartResult.Accepted accepted) {
            return follow(wiring, accepted.generation(), interruption, log);
        }
        return refuse(((StartResult.Refused) result).refusal());
    }

    private int follow(Wiring wiring, Generation accepted, Interruption interruption, PrintWriter log)
            throws IOException, InterruptedException {
        interruption.onInterrupt(() -> wiring.atelier().cancel(accepted.org(), accepted.id()));
        wiring.start();
        Generation done = new Progress(wiring, log).follow(accepted);
        ResultFiles files = new ResultFiles(wiring, folder);
        List<ResultFiles.Saved> saved = files.save(done);
        Cost cost = Cost.of(wiring.store().ledger().entriesOf(done.org(), done.id()), done);
        if (json) {
            root.out().println(Recipes.summary(done, saved, cost));
        } else {
            saved.forEach(picture -> log.println("saved      " + picture.file()));
            log.println(cost.sentence());
        }
        if (done.state() == GenerationState.COMPLETED) {
            return Exit.OK;
        }
        root.err().println(Progress.ending(done) + " " + cost.charged() + " credit(s) were charged.");
        return Exit.FAILED;
    }

    private int refuse(Refusal refusal) {
        root.err().println(refusal.detail());
        refusal.errors().forEach(error -> root.err().println("  " + option(error.field()) + ": " + error.detail()));
        root.err().println("Nothing was sent and nothing spent.");
        return switch (refusal.code()) {
            case NOT_ENOUGH_CREDITS, TOKEN_SPEND_LIMIT, KEY_SPEND_CAP -> Exit.NOT_ENOUGH_CREDITS;
            case INVALID, MODEL_RETIRED -> Exit.WRONG_INPUT;
            case NO_PROVIDER, NO_PRICE, NO_QUOTE, QUOTE_OVER, STILL_RUNNING, NOTHING_TO_RETRY -> Exit.FAILED;
        };
    }

    /** The option that a field of the API is called here. */
    private static String option(String field) {
        return switch (field) {
            case "/imageCount" -> "--count";
            case "/aspectRatio" -> "--ratio";
            case "/imageModel", "/model" -> "--model";
            default -> field.replaceFirst("^/", "--");
        };
    }

    private static List<UploadId> upload(Wiring wiring, Caller caller, List<Path> files) {
        List<UploadId> ids = new ArrayList<>();
        for (Path file : files) {
            Upload upload = wiring.atelier().uploads().store(caller, String.valueOf(file.getFileName()), file);
            ids.add(upload.id());
        }
        return ids;
    }
}
