package dev.atelier.providers.sandbox;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The shapes that the sandbox draws. Each fits into the square from (-0.5, -0.5) to (0.5, 0.5), y downwards. */
enum Form {
    CIRCLE("circle circles ball balls sun moon planet dot dots bubble bubbles wheel orb"),
    RING("ring rings hoop donut loop halo orbit orbits"),
    SEMICIRCLE("semicircle semicircles bowl cup bowls cups boat dome sunrise"),
    QUARTER("quarter quarters petal petals leaf leaves fan sail sails flower"),
    SQUARE("square squares box boxes block blocks cube cubes window windows house houses"),
    BAR("bar bars rectangle rectangles tower towers door book books column columns bottle"),
    TRIANGLE("triangle triangles mountain mountains pyramid pyramids roof tent tree trees peak"),
    DIAMOND("diamond diamonds rhombus kite kites gem crystal"),
    LINE("line lines rule rules path road stroke horizon string"),
    ARC("arc arcs arch arches rainbow bridge curve curves bow"),
    STRIPE("stripe stripes striped band bands stairs ladder fence"),
    STAR("star stars starry spark sparks asterisk"),
    WAVE("wave waves wavy sea ocean river water snake"),
    CROSS("cross crosses plus");

    private static final Map<String, Form> BY_WORD = new HashMap<>();
    private static final Map<Form, Shape> OUTLINES = new EnumMap<>(Form.class);

    static {
        for (Form form : values()) {
            OUTLINES.put(form, outline(form));
            for (String word : form.words.split(" ")) {
                BY_WORD.put(word, form);
            }
        }
    }

    private final String words;

    Form(String words) {
        this.words = words;
    }

    static Optional<Form> named(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** The shape around a middle, turned by whole degrees. */
    Shape at(double middleX, double middleY, double size, int degrees) {
        AffineTransform place = AffineTransform.getTranslateInstance(middleX, middleY);
        if (degrees % 90 == 0) {
            place.quadrantRotate(degrees / 90);
        } else {
            place.rotate(StrictMath.toRadians(degrees));
        }
        place.scale(size, size);
        return place.createTransformedShape(Objects.requireNonNull(OUTLINES.get(this)));
    }

    /** How much of the square's height stands above its middle, and below: what rests on a shape touches it there. */
    double reach() {
        return switch (this) {
            case LINE -> 0.02;
            case WAVE -> 0.16;
            case SEMICIRCLE, ARC -> 0.25;
            case CIRCLE, RING, QUARTER, SQUARE, BAR, TRIANGLE, DIAMOND, STRIPE, STAR, CROSS -> 0.5;
        };
    }

    private static Shape outline(Form form) {
        return switch (form) {
            case CIRCLE -> new Ellipse2D.Double(-0.5, -0.5, 1, 1);
            case RING -> ring();
            case SEMICIRCLE -> new Arc2D.Double(-0.5, -0.25, 1, 1, 0, 180, Arc2D.PIE);
            case QUARTER -> new Arc2D.Double(-1.5, -0.5, 2, 2, 0, 90, Arc2D.PIE);
            case SQUARE -> new Rectangle2D.Double(-0.5, -0.5, 1, 1);
            case BAR -> new Rectangle2D.Double(-0.2, -0.5, 0.4, 1);
            case TRIANGLE -> polygon(-0.5, 0.5, 0, -0.5, 0.5, 0.5);
            case DIAMOND -> polygon(0, -0.5, 0.38, 0, 0, 0.5, -0.38, 0);
            case LINE -> new Rectangle2D.Double(-0.5, -0.02, 1, 0.04);
            case ARC ->
                new BasicStroke(0.17f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER)
                        .createStrokedShape(new Arc2D.Double(-0.415, -0.165, 0.83, 0.83, 0, 180, Arc2D.OPEN));
            case STRIPE -> stripes();
            case STAR -> star();
            case WAVE -> wave();
            case CROSS ->
                polygon(
                        -0.15, -0.5, 0.15, -0.5, 0.15, -0.15, 0.5, -0.15, 0.5, 0.15, 0.15, 0.15, 0.15, 0.5, -0.15, 0.5,
                        -0.15, 0.15, -0.5, 0.15, -0.5, -0.15, -0.15, -0.15);
        };
    }

    private static Shape ring() {
        Area ring = new Area(new Ellipse2D.Double(-0.5, -0.5, 1, 1));
        ring.subtract(new Area(new Ellipse2D.Double(-0.3, -0.3, 0.6, 0.6)));
        return ring;
    }

    private static Shape stripes() {
        Path2D stripes = new Path2D.Double();
        for (int i = 0; i < 5; i++) {
            stripes.append(new Rectangle2D.Double(-0.5, -0.5 + i * 0.22, 1, 0.12), false);
        }
        return stripes;
    }

    private static Shape star() {
        Path2D star = new Path2D.Double();
        for (int i = 0; i < 16; i++) {
            double far = i % 2 == 0 ? 0.5 : 0.2;
            double angle = StrictMath.PI * i / 8;
            double x = far * StrictMath.sin(angle);
            double y = -far * StrictMath.cos(angle);
            if (i == 0) {
                star.moveTo(x, y);
            } else {
                star.lineTo(x, y);
            }
        }
        star.closePath();
        return star;
    }

    private static Shape wave() {
        Path2D middle = new Path2D.Double();
        middle.moveTo(-0.5, 0);
        for (int i = 0; i < 4; i++) {
            double from = -0.5 + i * 0.25;
            double lift = i % 2 == 0 ? -0.15 : 0.15;
            middle.curveTo(from + 0.09, lift, from + 0.16, lift, from + 0.25, 0);
        }
        return new BasicStroke(0.09f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND).createStrokedShape(middle);
    }

    private static Shape polygon(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }
}
