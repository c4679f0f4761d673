package dev.atelier.core.catalogue;

import dev.atelier.core.credit.Credits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The lines in force for one model, and the one place that works prices out.
 *
 * <p>Of the lines that fit, the closest decides by what the work is counted; of equally close ones the newest. Lines are not added
 * up, but for tokens: those read and those written each have their closest line, and both must have one.
 *
 * @param lines of one model
 */
public record PriceList(List<PriceLine> lines) {
    private static final Comparator<PriceLine> CLOSEST = Comparator.<PriceLine>comparingInt(
                    line -> line.key().closeness())
            .thenComparingLong(PriceLine::bookVersion);

    public PriceList {
        lines = List.copyOf(lines);
    }

    /**
     * The price of one piece of work; credits and cost are rounded up, once.
     *
     * @return empty if no line fits, or the closest counts by something that the query does not tell: the work is then refused,
     *     never free
     */
    public Optional<Price> price(PriceQuery query) {
        return closest(query, lines).flatMap(line -> price(query, used(query, line)));
    }

    /** The line that decides. */
    public Optional<PriceLine> line(PriceQuery query) {
        return closest(query, lines);
    }

    private List<PriceLine> used(PriceQuery query, PriceLine decisive) {
        if (!decisive.key().unit().ofTokens()) {
            return List.of(decisive);
        }
        Optional<PriceLine> read = closest(query, ofUnit(PriceUnit.INPUT_TOKEN));
        Optional<PriceLine> written = closest(query, ofUnit(PriceUnit.OUTPUT_TOKEN));
        return read.isPresent() && written.isPresent() ? List.of(read.get(), written.get()) : List.of();
    }

    private List<PriceLine> ofUnit(PriceUnit unit) {
        return lines.stream().filter(line -> line.key().unit() == unit).toList();
    }

    private static Optional<PriceLine> closest(PriceQuery query, List<PriceLine> among) {
        return among.stream().filter(line -> line.key().fits(query)).max(CLOSEST);
    }

    private static Optional<Price> price(PriceQuery query, List<PriceLine> used) {
        if (used.isEmpty()
                || used.stream().anyMatch(line -> query.amount(line.key().unit()) == null)) {
            return Optional.empty();
        }
        long credits = sum(query, used, line -> line.credits().amount());
        long version = used.stream().mapToLong(PriceLine::bookVersion).max().orElseThrow();
        return Optional.of(
                new Price(version, Credits.of(Math.max(1, credits)), sum(query, used, PriceLine::costMicros)));
    }

    private static long sum(PriceQuery query, List<PriceLine> used, ToLongFunction<PriceLine> part) {
        BigDecimal sum = BigDecimal.ZERO;
        for (PriceLine line : used) {
            Long amount = query.amount(line.key().unit());
            sum = sum.add(BigDecimal.valueOf(part.applyAsLong(line))
                    .multiply(BigDecimal.valueOf(amount == null ? 0 : amount))
                    // A per is a power of ten, so that nothing is lost here.
                    .divide(BigDecimal.valueOf(line.per())));
        }
        return sum.setScale(0, RoundingMode.CEILING).longValueExact();
    }
}
