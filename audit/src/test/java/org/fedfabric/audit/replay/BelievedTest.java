package org.fedfabric.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fedfabric.audit.Confirmation;
import org.fedfabric.audit.Replay;
import org.fedfabric.audit.finding.Finding;
import org.fedfabric.chaincode.RecordedFederation;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Outcome;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.UpdateCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verdicts that rest on all of a version's updates, where the bytes of some are gone: only what the task's terms can give is
 * believed, and whatever is believed is named.
 */
@Timeout(120)
class BelievedTest {
    private static final String TASK = "tiny";
    private static final String[] FIVE = {"OrgA/ada", "OrgA/art", "OrgB/bea", "OrgB/bud", "OrgC/cal"};
    private static final UpdateCheck FEW_CLASSES = UpdateCheck.fewClasses(5, 10);
    private static final int THERE = 1;
    private static final int GONE = 3;
    private final RecordedFederation federation = new RecordedFederation();

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    /** A version of five honest updates under these terms. */
    private Chain honest(TaskSpec spec) throws Exception {
        return honest(spec, FIVE);
    }

    private Chain honest(TaskSpec spec, String... ids) throws Exception {
        federation.start(spec, 0, ids);
        federation.submit(TASK, ids);
        federation.advance(TASK, ids[0]);
        return Chain.of(federation);
    }

    /** A version of honest updates and one that judging refuses by itself. */
    private Chain withOneFlipped(TaskSpec spec, String flipped, String... honest) throws Exception {
        String[] all = Stream.concat(Stream.of(honest), Stream.of(flipped)).toArray(String[]::new);
        federation.start(spec, 0, all);
        federation.submit(TASK, honest);
        federation.submitFlipped(TASK, flipped);
        federation.advance(TASK, honest[0]);
        return Chain.of(federation);
    }

    /** Neither where the bytes are there nor where they are gone is a refusal believed that comparing cannot give. */
    private void assertFindsForged(Chain chain, Reason reason) {
        for (int contributor : new int[] {THERE, GONE}) {
            assertThat(verdict(chain, contributor).outcome()).isEqualTo(Outcome.INCLUDED);
            Chain forged =
                    forged(chain, contributor, verdict(chain, contributor).rejectedBesideOthers(reason));
            assertFound(
                    forged.replay(TASK, without(chain, GONE)),
                    "can give in this version. Provided value: " + FIVE[contributor] + " REJECTED " + reason);
        }
    }

    private static VersionRecord judged(Chain chain) {
        return Versions.written(chain.last("round:Advance"), TASK, 0).orElseThrow();
    }

    private ContentStore without(Chain chain, int contributor) {
        return Contents.without(
                federation.store(),
                Set.of(Cid.parse(judged(chain).contributors().get(contributor).cid())));
    }

    /** The chain with another verdict on one of the five. */
    private static Chain forged(Chain chain, int contributor, Verdict verdict) {
        return chain.forged(
                "round:Advance",
                forgery -> forgery.writes(
                        StateKey.version(TASK, 0),
                        VersionRecord.class,
                        judged -> judged.in(
                                judged.state(),
                                judged.contributors().stream()
                                        .map(c -> c.id().equals(FIVE[contributor])
                                                ? new Contributor(
                                                        c.id(),
                                                        c.cid(),
                                                        c.lengthBytes(),
                                                        c.rowsLog2(),
                                                        c.weight(),
                                                        verdict)
                                                : c)
                                        .toList())));
    }

    private static Verdict verdict(Chain chain, int contributor) {
        return judged(chain).contributors().get(contributor).verdict();
    }

    private static Verdict outvoted(Verdict verdict, Long measureMicros) {
        return verdict.aggregated(false, measureMicros);
    }

    static Stream<Reason> besideOthers() {
        return Stream.of(Reason.values()).filter(Reason::isBesideOthers);
    }

    private static void assertFound(Replay.Outcome outcome, String words) {
        assertThat(outcome.confirmation()).isEqualTo(Confirmation.DIVERGES);
        assertThat(outcome.findings())
                .extracting(Finding::sentence)
                .anySatisfy(s -> assertThat(s).contains(words));
    }

    @ParameterizedTest
    @MethodSource("besideOthers")
    void a_refusal_by_comparison_is_found_in_a_task_that_compares_nothing(Reason reason) throws Exception {
        Chain chain = honest(RecordedFederation.plain(TASK, 3, 2));
        for (int contributor : new int[] {THERE, GONE}) {
            Chain forged =
                    forged(chain, contributor, verdict(chain, contributor).rejectedBesideOthers(reason));
            assertFound(
                    forged.replay(TASK, without(chain, GONE)),
                    FIVE[contributor] + (contributor == GONE ? " " : " is ") + "REJECTED " + reason);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Aggregation.Rule.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MULTI_KRUM", "FLTRUST"})
    void an_outvoted_update_is_found_where_the_rule_leaves_nobody_out(Aggregation.Rule rule) throws Exception {
        Chain chain = honest(RecordedFederation.voted(TASK, rule, 5));
        for (int contributor : new int[] {THERE, GONE}) {
            Verdict honest = verdict(chain, contributor);
            Chain forged = forged(chain, contributor, outvoted(honest, honest.measureMicros()));
            assertFound(
                    forged.replay(TASK, without(chain, GONE)),
                    FIVE[contributor] + (contributor == GONE ? " " : " is ") + "OUTVOTED");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Aggregation.Rule.class,
            names = {"WEIGHTED_MEAN", "TRIMMED_MEAN", "MEDIAN"})
    void a_measure_is_found_where_the_rule_measures_nothing(Aggregation.Rule rule) throws Exception {
        Chain chain = honest(RecordedFederation.voted(TASK, rule, 5));
        for (int contributor : new int[] {THERE, GONE}) {
            Chain forged =
                    forged(chain, contributor, verdict(chain, contributor).aggregated(true, 7L));
            assertThat(forged.replay(TASK, without(chain, GONE)).confirmation()).isEqualTo(Confirmation.DIVERGES);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Aggregation.Rule.class,
            names = {"MULTI_KRUM", "GEOMETRIC_MEDIAN", "CENTRED_CLIPPING", "FLTRUST"})
    void a_missing_measure_is_found_where_the_rule_measures(Aggregation.Rule rule) throws Exception {
        Chain chain = honest(RecordedFederation.voted(TASK, rule, 5));
        for (int contributor : new int[] {THERE, GONE}) {
            Verdict honest = verdict(chain, contributor);
            Chain forged = forged(chain, contributor, honest.aggregated(honest.outcome() == Outcome.INCLUDED, null));
            assertFound(forged.replay(TASK, without(chain, GONE)), "A verdict must be one that the check");
        }
    }

    @Test
    void an_update_nobody_named_unavailable_cannot_be_unavailable() throws Exception {
        Chain chain = honest(RecordedFederation.plain(TASK, 3, 2));
        Chain forged = forged(chain, GONE, Verdict.UNAVAILABLE);
        assertFound(forged.replay(TASK, without(chain, GONE)), FIVE[GONE] + " UNAVAILABLE");
    }

    @ParameterizedTest
    @MethodSource("besideOthers")
    void a_false_refusal_by_comparison_is_found_as_long_as_all_bytes_are_there(Reason reason) throws Exception {
        Chain chain = honest(RecordedFederation.checked(TASK, UpdateCheck.agreeing(), 2));
        Chain forged = forged(chain, THERE, verdict(chain, THERE).rejectedBesideOthers(reason));
        assertFound(forged.replay(TASK, federation.store()), FIVE[THERE] + " is REJECTED " + reason);
    }

    @Test
    void nobody_points_against_the_others_where_participants_hold_few_classes() throws Exception {
        assertFindsForged(honest(RecordedFederation.checked(TASK, FEW_CLASSES, 2)), Reason.AGAINST);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"UNRELATED", "DISPROPORTIONATE"})
    void a_refusal_is_found_that_this_model_or_these_labels_cannot_bring(Reason reason) throws Exception {
        assertFindsForged(honest(RecordedFederation.checked(TASK, UpdateCheck.agreeing(), 2)), reason);
    }

    @Test
    void a_refusal_by_comparison_is_found_where_four_are_too_few_to_compare() throws Exception {
        String[] four = Arrays.copyOf(FIVE, 4);
        assertFindsForged(honest(RecordedFederation.checked(TASK, UpdateCheck.agreeing(), 2), four), Reason.AGAINST);
    }

    @Test
    void a_refusal_by_comparison_is_found_where_the_fifth_was_refused_by_itself() throws Exception {
        Chain chain = withOneFlipped(
                RecordedFederation.checked(TASK, UpdateCheck.agreeing(), 2), FIVE[4], Arrays.copyOf(FIVE, 4));
        assertThat(verdict(chain, 4).reason()).isEqualTo(Reason.SCORE);
        assertFindsForged(chain, Reason.AGAINST);
    }

    @Test
    void a_refusal_by_comparison_is_found_where_too_few_were_sound_for_a_next_version() throws Exception {
        Chain chain = withOneFlipped(RecordedFederation.checked(TASK, UpdateCheck.agreeing(), 6), "OrgC/zoe", FIVE);
        assertThat(verdict(chain, 5).reason()).isEqualTo(Reason.SCORE);
        assertFindsForged(chain, Reason.AGAINST);
    }

    @Test
    void a_refusal_by_comparison_among_few_classes_is_confirmed_and_believed_without_bytes() throws Exception {
        federation.start(RecordedFederation.checked(TASK, FEW_CLASSES, 2), 0, FIVE);
        for (String id : FIVE) {
            // Three times as long as the others, and labels pushed the wrong way; short, so that it harms little.
            federation.submit(TASK, id, 5, id.equals(FIVE[THERE]) ? -0.03 : 0.01);
        }
        federation.advance(TASK, FIVE[0]);
        Chain chain = Chain.of(federation);
        assertThat(verdict(chain, THERE).reason()).isEqualTo(Reason.DISPROPORTIONATE);

        assertThat(chain.replay(TASK, federation.store()).confirmation()).isEqualTo(Confirmation.OK);
        Replay.Outcome outcome = chain.replay(TASK, without(chain, GONE));
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.confirmation()).isEqualTo(Confirmation.INCOMPLETE);
        assertThat(sentences(outcome)).anySatisfy(s -> assertThat(s).contains("OrgA/art REJECTED DISPROPORTIONATE"));
    }

    @Test
    void a_refusal_by_comparison_is_confirmed_with_all_bytes_and_named_as_believed_without() throws Exception {
        federation.start(RecordedFederation.checked(TASK, UpdateCheck.agreeing(), 2), 0, FIVE);
        federation.submit(TASK, FIVE[0], FIVE[2], FIVE[3], FIVE[4]);
        federation.submit(TASK, FIVE[THERE], 4, -0.2);
        federation.advance(TASK, FIVE[0]);
        Chain chain = Chain.of(federation);
        assertThat(verdict(chain, THERE).reason()).isEqualTo(Reason.AGAINST);

        assertThat(chain.replay(TASK, federation.store()).confirmation()).isEqualTo(Confirmation.OK);
        Replay.Outcome outcome = chain.replay(TASK, without(chain, GONE));
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.confirmation()).isEqualTo(Confirmation.INCOMPLETE);
        assertThat(sentences(outcome))
                .anySatisfy(s -> assertThat(s).contains("(OrgB/bud INCLUDED); their verdicts are taken as recorded"))
                .anySatisfy(s -> assertThat(s)
                        .contains("what takes all of them (how they compare) is taken as recorded: OrgA/ada INCLUDED;"
                                + " OrgA/art REJECTED AGAINST; OrgB/bea INCLUDED; OrgC/cal INCLUDED"));
    }

    @Test
    void whom_a_rule_left_out_is_named_as_believed() throws Exception {
        Chain chain = honest(RecordedFederation.voted(TASK, Aggregation.Rule.MULTI_KRUM, 5));
        Replay.Outcome outcome = chain.replay(TASK, without(chain, GONE));
        assertThat(outcome.findings()).isEmpty();
        assertThat(sentences(outcome))
                .anySatisfy(s -> assertThat(s)
                        .contains("(whom MULTI_KRUM leaves out, what MULTI_KRUM measures) is taken as recorded: ")
                        .contains(FIVE[THERE] + " " + verdict(chain, THERE).outcome()));
    }

    @Test
    void without_comparison_and_votes_nothing_but_the_missing_verdicts_is_believed() throws Exception {
        Chain chain = honest(RecordedFederation.plain(TASK, 3, 2));
        assertThat(sentences(chain.replay(TASK, without(chain, GONE))))
                .hasSize(2)
                .noneSatisfy(s -> assertThat(s).contains(FIVE[THERE]));
    }

    private static List<String> sentences(Replay.Outcome outcome) {
        return outcome.gaps().stream().map(Finding::sentence).toList();
    }
}
