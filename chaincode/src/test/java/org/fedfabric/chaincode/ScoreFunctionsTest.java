package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.HoldOutScore;
import org.fedfabric.protocol.ledger.LocalScore;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.protocol.task.Privacy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreFunctionsTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String OUTSIDER = "OrgC/cleo";

    private final Federation federation = new Federation();

    static HoldOutScore score(long lossMicros) {
        return new HoldOutScore(1, 6, lossMicros, 750_000);
    }

    @BeforeEach
    void startATask() {
        federation.started(TinyTask.spec("shared", 3, 2).evaluating(Evaluation.SHARED), A, B);
        federation.enrol(OUTSIDER);
    }

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    private LocalScore report(String id, String task, long version, long lossMicros) {
        return federation.channel.submit(
                LocalScore.class,
                federation.identity(id),
                "round:Report",
                task,
                Long.toString(version),
                CanonicalJson.write(score(lossMicros)));
    }

    private void refuses(RefusalCode code, String id, String task, String version, String score) {
        Map<String, String> before = federation.channel.ledger.snapshot();
        federation.channel.refuses(code, federation.identity(id), "round:Report", task, version, score);
        assertThat(federation.channel.ledger.snapshot()).isEqualTo(before);
    }

    @Test
    void refuses_who_is_no_member_or_has_left() {
        String good = CanonicalJson.write(score(1));
        refuses(RefusalCode.NOT_JOINED, OUTSIDER, "shared", "0", good);
        federation.channel.run(federation.identity(B), "participant:Leave", "shared");
        refuses(RefusalCode.NOT_JOINED, B, "shared", "0", good);
    }

    @Test
    void refuses_a_version_that_is_not_published_and_a_task_that_is_not_there() {
        String good = CanonicalJson.write(score(1));
        refuses(RefusalCode.NOT_FOUND, A, "shared", "1", good);
        refuses(RefusalCode.NOT_FOUND, A, "nothing", "0", good);
        refuses(RefusalCode.MALFORMED_ARGUMENT, A, "shared", "-1", good);
        federation.create(TinyTask.spec("open", 3, 2).evaluating(Evaluation.SHARED));
        federation.join("open", A);
        refuses(RefusalCode.NOT_FOUND, A, "open", "0", good);
    }

    @Test
    void refuses_where_the_terms_keep_scores_with_their_owners() {
        federation.create(TinyTask.spec("quiet", 3, 2));
        federation.join("quiet", A);
        refuses(RefusalCode.SCORES_NOT_SHARED, A, "quiet", "0", CanonicalJson.write(score(1)));
    }

    @Test
    void refuses_to_create_a_task_that_has_noise_and_shares_scores() {
        for (boolean simulation : List.of(false, true)) {
            String spec = CanonicalJson.write(
                    TinyTask.noised("noised", Privacy.Mechanism.DISCRETE_GAUSSIAN, 4_000_000, simulation)
                            .evaluating(Evaluation.SHARED));
            String message =
                    federation.channel.refuses(RefusalCode.SPEC_IMPOSSIBLE, federation.requester, "task:Create", spec);
            assertThat(message).contains("evaluation must be NONE in a task with noise");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"lossMicros\":NaN",
                "\"lossMicros\":-1",
                "\"lossMicros\":0.5",
                "\"lossMicros\":100000001",
                "\"accuracyMicros\":1000001",
                "\"accuracyMicros\":-1",
                "\"rowsLog2\":4",
                "\"rowsLog2\":41",
                "\"schema\":2"
            })
    void refuses_a_value_outside_its_range(String part) {
        String name = part.substring(0, part.indexOf(':') + 1);
        String bad = CanonicalJson.write(score(1)).replaceAll(name + "[0-9]+", part);
        assertThat(bad).contains(part);
        refuses(RefusalCode.MALFORMED_ARGUMENT, A, "shared", "0", bad);
    }

    @Test
    void refuses_another_score_for_the_same_version_and_returns_the_first_again() {
        LocalScore first = report(A, "shared", 0, 600_000);
        refuses(RefusalCode.DUPLICATE_SCORE, A, "shared", "0", CanonicalJson.write(score(600_001)));
        assertThat(report(A, "shared", 0, 600_000)).isEqualTo(first);
        assertThat(report(B, "shared", 0, 600_001).score().lossMicros()).isEqualTo(600_001);
    }

    @Test
    void lists_the_scores_of_one_version_and_takes_them_after_the_end() {
        LocalScore a = report(A, "shared", 0, 600_000);
        federation.channel.run(federation.requester, "task:Stop", "shared");
        LocalScore b = report(B, "shared", 0, 500_000);
        Page<?> first =
                federation.channel.query(Page.class, federation.requester, "round:Reports", "shared", "0", "1", "");
        assertThat(first.items()).isEqualTo(List.of(a));
        Page<?> rest = federation.channel.query(
                Page.class, federation.requester, "round:Reports", "shared", "0", "10", first.bookmark());
        assertThat(rest.items()).isEqualTo(List.of(b));
        Page<?> next =
                federation.channel.query(Page.class, federation.requester, "round:Reports", "shared", "1", "10", "");
        assertThat(next.items()).isEmpty();
    }
}
