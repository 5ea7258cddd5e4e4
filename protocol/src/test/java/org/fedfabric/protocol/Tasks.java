package org.fedfabric.protocol;

import java.util.Collections;
import java.util.List;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.ContributionRule;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Protection;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.Quotas;
import org.fedfabric.protocol.task.ReputationRule;
import org.fedfabric.protocol.task.Schedule;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Tier;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;

/**
 * Specs of a small task, one setting changed at a time. The network is a single dense layer of two inputs and two
 * classes, so scores can be computed by hand: parameters are w00 w01 w10 w11 b0 b1.
 */
public final class Tasks {
    /** Name of the task. */
    public static final String NAME = "pumps";

    /** Some CID. */
    public static final String CID = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";

    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private int rules = TaskSpec.RULES;
    private ModelSpec model = ModelSpec.of(Shape.flat(2), new Layer.Dense(2), new Layer.Softmax());
    private List<Long> classWeights = List.of(1_000_000L, 1_000_000L);
    private int features = 2;
    private Selection selection = Selection.all();
    private UpdateCheck check = UpdateCheck.crossEntropy();
    private Aggregation aggregation = Aggregation.weightedMean();
    private Quantisation quantisation = new Quantisation(10_000_000, 16, 32, 12);
    private Schedule schedule = Schedule.synchronous(5, 2, 60);
    private Quotas quotas = Quotas.defaults();
    private ReputationRule reputation = ReputationRule.defaults();
    private Privacy privacy = Privacy.none();
    private Protection protection = Protection.PLAIN;
    private Tier tier = Tier.FLAT;
    private int validationRows = 4;
    private Evaluation evaluation = Evaluation.NONE;
    private boolean simulation;
    private ContributionRule contribution;

    /** The task as it is. */
    public static TaskSpec spec() {
        return new Tasks().build();
    }

    /** Pinned to other rules. */
    public Tasks rules(int value) {
        rules = value;
        return this;
    }

    /** With another network over a flat row of as many features as it takes, and its number of classes. */
    public Tasks model(ModelSpec value) {
        model = value;
        features = value.input().size();
        return this;
    }

    /** With other class weights. */
    public Tasks classWeights(Long... values) {
        classWeights = List.of(values);
        return this;
    }

    /** With another selection. */
    public Tasks selection(Selection value) {
        selection = value;
        return this;
    }

    /** With another check. */
    public Tasks check(UpdateCheck value) {
        check = value;
        return this;
    }

    /** With another aggregation. */
    public Tasks aggregation(Aggregation value) {
        aggregation = value;
        return this;
    }

    /** With another quantisation. */
    public Tasks quantisation(Quantisation value) {
        quantisation = value;
        return this;
    }

    /** With another schedule. */
    public Tasks schedule(Schedule value) {
        schedule = value;
        return this;
    }

    /** With other quotas. */
    public Tasks quotas(int maxSharePermille, int minEnterprises) {
        quotas = new Quotas(maxSharePermille, minEnterprises);
        return this;
    }

    /** With another rule on reputations. */
    public Tasks reputation(ReputationRule value) {
        reputation = value;
        return this;
    }

    /** With noise. */
    public Tasks privacy(Privacy value) {
        privacy = value;
        return this;
    }

    /** With noise from a seed, or without. */
    public Tasks simulation(boolean value) {
        simulation = value;
        return this;
    }

    /** With sealed updates. */
    public Tasks protection(Protection value) {
        protection = value;
        return this;
    }

    /** In a hierarchy. */
    public Tasks tier(Tier value) {
        tier = value;
        return this;
    }

    /** With another number of validation rows. */
    public Tasks validationRows(int value) {
        validationRows = value;
        return this;
    }

    /** With another rule on members' own scores. */
    public Tasks evaluation(Evaluation value) {
        evaluation = value;
        return this;
    }

    /** With contributions measured. */
    public Tasks contribution(ContributionRule value) {
        contribution = value;
        return this;
    }

    /** The spec. */
    public TaskSpec build() {
        List<Column> columns = java.util.stream.IntStream.range(0, features)
                .<Column>mapToObj(i -> new Column.Numeric("x" + i, 0, 1_000_000, Column.Missing.REFUSE))
                .toList();
        int classes = model.classes();
        List<String> names = classes == 2
                ? List.of("no", "yes")
                : java.util.stream.IntStream.range(0, classes)
                        .mapToObj(c -> "c" + c)
                        .toList();
        List<Long> weights = classWeights.size() == classes ? classWeights : Collections.nCopies(classes, 1_000_000L);
        return new TaskSpec(
                1,
                NAME,
                rules,
                model,
                new DataSchema(1, columns, "failed", names, weights),
                new InitialModel.Seeded(42, CID),
                new Training(1, 32, Training.Optimiser.SGD, 100_000, 0),
                selection,
                check,
                aggregation,
                quantisation,
                schedule,
                quotas,
                reputation,
                privacy,
                protection,
                tier,
                new ValidationSet(CID, 1_000, validationRows),
                evaluation,
                null,
                "ab".repeat(32),
                simulation,
                contribution);
    }

    /** Four validation rows: the first feature speaks for class 0, the second for class 1. */
    public static FeatureRows validation() {
        return new FeatureRows(new float[] {1, 0, 1, 0, 0, 1, 0, 1}, new int[] {0, 0, 1, 1}, 2);
    }

    /** A member of whom nothing is known. */
    public static RosterMember member(String id) {
        return member(id, Evidence.NONE);
    }

    /** A member with evidence. */
    public static RosterMember member(String id, Evidence evidence) {
        return new RosterMember(
                id,
                10,
                new Assessment(500_000, 500_000, 500_000),
                evidence,
                500_000,
                0,
                0,
                -1,
                false,
                RosterMember.Counts.ZERO);
    }

    /** A standing membership. */
    public static Membership membership(String id) {
        return membership(id, Evidence.NONE);
    }

    /** A standing membership with a prior. */
    public static Membership membership(String id, Evidence prior) {
        return new Membership(
                1, NAME, id, DIGEST, "rows", 10, new Assessment(500_000, 500_000, 500_000), DIGEST, prior, -1, false);
    }
}
