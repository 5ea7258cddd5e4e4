package org.fedfabric.trainer.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * How a data set is divided for an experiment.
 *
 * @param owners who gets rows, in order; neighbours of one enterprise stand together
 * @param partition the rule of division
 * @param validationCount rows taken from the training rows for the validation set every endorser judges with
 * @param trainCount training rows to divide, drawn at random and stratified by class; 0 for all that are left
 * @param seed of every draw
 */
public record SplitPlan(List<Owner> owners, Partition partition, int validationCount, int trainCount, long seed) {
    /** Rows of a validation set by default: judging costs time, and the set is public (protocol.md §4). */
    public static final int DEFAULT_VALIDATION_COUNT = 500;

    /**
     * One participant.
     *
     * @param enterprise name of its enterprise, also the folder's
     * @param participant its name within the enterprise, also the folder's
     */
    public record Owner(String enterprise, String participant) {
        /** Checks that both can be folders. */
        public Owner {
            Names.requireMspId(enterprise, "enterprise");
            Names.requireId(participant, "participant");
        }
    }

    /** Checks ranges and names. */
    public SplitPlan {
        owners = Checks.list(owners, 4_096, "owners");
        Checks.require(!owners.isEmpty(), "There must be at least one participant", owners);
        Checks.require(new HashSet<>(owners).size() == owners.size(), "Participants must differ", owners);
        Checks.present(partition, "partition");
        Checks.inRange(validationCount, 1, 10_000, "validation count");
        Checks.inRange(trainCount, 0, Integer.MAX_VALUE, "train count");
    }

    /** The same number of participants in each enterprise, named {@code trainer-1}, {@code trainer-2}, … */
    public static List<Owner> owners(List<String> enterprises, int participantsEach) {
        return enterprises.stream()
                .flatMap(enterprise ->
                        IntStream.rangeClosed(1, participantsEach).mapToObj(n -> new Owner(enterprise, "trainer-" + n)))
                .toList();
    }
}
