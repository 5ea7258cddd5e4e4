package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.model.ModelSpec;

/**
 * All parameters of a task, fixed at Create. Its digest is what {@code participant:Join} names, so nobody can be made to
 * train under other terms. Fields for sealed, asynchronous, edge and private tasks are part of the record; settings that
 * this rules version does not have are refused at Create by name ({@code SpecChecks}).
 *
 * @param schema version of this record's form, 1
 * @param name unique on its channel, {@code [a-z0-9-]{1,64}}
 * @param rules version of the rules the task is pinned to
 * @param model the network
 * @param data what a row is
 * @param initialModel where version 0 comes from
 * @param training what each selected participant runs
 * @param selection who trains
 * @param check how an update is judged
 * @param aggregation how updates become the next version
 * @param quantisation how real values become integers
 * @param schedule versions, deadlines, quorum
 * @param quotas how much one enterprise may weigh
 * @param reputation how verdicts become reputation
 * @param privacy noise and its accounting
 * @param protection whether updates are sealed
 * @param tier where in a hierarchy this task stands
 * @param validation the validation set every endorser judges with
 * @param evaluation whether members may report scores on rows of their own
 * @param testCommitment SHA-256(salt ‖ CID) of a hidden test set, or absent
 * @param seed start of the beacon, 64 hexadecimal digits
 * @param simulation whether seeded noise is allowed; the task's ε is then reported as infinite
 * @param contribution how the worth of each included update is measured, or absent
 */
public record TaskSpec(
        int schema,
        String name,
        int rules,
        ModelSpec model,
        DataSchema data,
        InitialModel initialModel,
        Training training,
        Selection selection,
        UpdateCheck check,
        Aggregation aggregation,
        Quantisation quantisation,
        Schedule schedule,
        Quotas quotas,
        ReputationRule reputation,
        Privacy privacy,
        Protection protection,
        Tier tier,
        ValidationSet validation,
        Evaluation evaluation,
        String testCommitment,
        String seed,
        boolean simulation,
        ContributionRule contribution) {
    /** The form this version reads and writes. */
    public static final int SCHEMA = 1;

    /**
     * The rules this version of the product implements. A build that would compute something else from the same records has
     * another number; what each changed is listed in docs/operations.md.
     */
    public static final int RULES = 2;

    /** Checks what can be seen from the record alone; whether it can work at all is {@code SpecChecks}'. */
    public TaskSpec {
        Checks.inRange(schema, SCHEMA, SCHEMA, "schema of a task spec");
        Names.requireId(name, "task name");
        Checks.inRange(rules, 1, 1_000_000, "rules version");
        Checks.present(model, "model");
        Checks.present(data, "data");
        Checks.present(initialModel, "initialModel");
        Checks.present(training, "training");
        Checks.present(selection, "selection");
        Checks.present(check, "check");
        Checks.present(aggregation, "aggregation");
        Checks.present(quantisation, "quantisation");
        Checks.present(schedule, "schedule");
        Checks.present(quotas, "quotas");
        Checks.present(reputation, "reputation");
        Checks.present(privacy, "privacy");
        Checks.present(protection, "protection");
        Checks.present(tier, "tier");
        Checks.present(validation, "validation");
        Checks.present(evaluation, "evaluation");
        if (testCommitment != null) {
            Names.requireDigest(testCommitment, "testCommitment");
        }
        Names.requireDigest(seed, "seed");
        Checks.require(
                data.shape().size() == model.input().size(),
                "The model's input must have as many values as a row has features (" + data.featureCount() + ")",
                model.input());
        Checks.require(
                data.classes().size() == model.classes(),
                "The model must have one output per class (" + data.classes().size() + ")",
                model.classes());
    }

    /** Terms under which nobody's contribution is measured. */
    public TaskSpec(
            int schema,
            String name,
            int rules,
            ModelSpec model,
            DataSchema data,
            InitialModel initialModel,
            Training training,
            Selection selection,
            UpdateCheck check,
            Aggregation aggregation,
            Quantisation quantisation,
            Schedule schedule,
            Quotas quotas,
            ReputationRule reputation,
            Privacy privacy,
            Protection protection,
            Tier tier,
            ValidationSet validation,
            Evaluation evaluation,
            String testCommitment,
            String seed,
            boolean simulation) {
        this(
                schema,
                name,
                rules,
                model,
                data,
                initialModel,
                training,
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
                validation,
                evaluation,
                testCommitment,
                seed,
                simulation,
                null);
    }

    /**
     * Whether the noise of this task protects: it has some, and it is drawn from a secure source. Only then a submission
     * has a price; otherwise ε is infinite.
     */
    public boolean isProtected() {
        return privacy.mechanism() != Privacy.Mechanism.NONE && !simulation;
    }

    /** These terms with another origin of version 0. */
    public TaskSpec startingFrom(InitialModel origin) {
        return with(origin, schedule, evaluation, testCommitment, contribution);
    }

    /** These terms with another rule on the scores of members' own rows. */
    public TaskSpec evaluating(Evaluation rule) {
        return with(initialModel, schedule, rule, testCommitment, contribution);
    }

    /**
     * These terms with a hidden test set.
     *
     * @param commitment SHA-256(salt ‖ CID) of the set, 64 hexadecimal digits
     */
    public TaskSpec committedTo(String commitment) {
        return with(initialModel, schedule, evaluation, commitment, contribution);
    }

    /** These terms with another measure of contributions; null for none. */
    public TaskSpec measuring(ContributionRule rule) {
        return with(initialModel, schedule, evaluation, testCommitment, rule);
    }

    /** These terms with another rule of how verdicts become evidence, and whose opinions count. */
    public TaskSpec remembering(ReputationRule rule) {
        return with(initialModel, schedule, rule, evaluation, testCommitment, contribution);
    }

    /** These terms, ending early once the task has converged; with null it runs to its last version. */
    public TaskSpec until(Patience converged) {
        return with(initialModel, schedule.until(converged), evaluation, testCommitment, contribution);
    }

    private TaskSpec with(
            InitialModel origin, Schedule times, Evaluation rule, String commitment, ContributionRule measure) {
        return with(origin, times, reputation, rule, commitment, measure);
    }

    private TaskSpec with(
            InitialModel origin,
            Schedule times,
            ReputationRule memory,
            Evaluation rule,
            String commitment,
            ContributionRule measure) {
        return new TaskSpec(
                schema,
                name,
                rules,
                model,
                data,
                origin,
                training,
                selection,
                check,
                aggregation,
                quantisation,
                times,
                quotas,
                memory,
                privacy,
                protection,
                tier,
                validation,
                rule,
                commitment,
                seed,
                simulation,
                measure);
    }

    /** What Join names: SHA-256 of the canonical form. */
    public String digest() {
        return Digests.ofRecord(this);
    }
}
