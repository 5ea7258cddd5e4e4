package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.Test;

class JoinTermsTest {
    private static final TaskRecord TASK = NodeFixture.record(TaskState.OPEN);

    private static TaskRecord uploaded() {
        TaskSpec spec = NodeFixture.SPEC.startingFrom(new InitialModel.Uploaded(NodeFixture.BASE_CID));
        return new TaskRecord(1, spec, spec.digest(), "AMSP/admin", TaskState.OPEN, null, null);
    }

    @Test
    void object_to_an_uploaded_model_that_nobody_vouches_for() {
        assertThat(JoinTerms.unprotected().objection(uploaded()))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("Provided value: " + NodeFixture.BASE_CID)
                        .contains("trainer.trusted-models"));
        assertThat(new JoinTerms(Set.of(NodeFixture.BASE_CID), true, Map.of()).objection(uploaded()))
                .isEmpty();
    }

    @Test
    void object_to_updates_without_noise_unless_the_owner_accepts_them() {
        assertThat(new JoinTerms(Set.of(), false, Map.of()).objection(TASK))
                .hasValueSatisfying(sentence ->
                        assertThat(sentence).contains("mechanism NONE").contains("trainer.accept-unprotected"));
        assertThat(JoinTerms.unprotected().objection(TASK)).isEmpty();
    }

    @Test
    void object_to_other_terms_than_were_agreed_on() {
        assertThat(new JoinTerms(Set.of(), true, Map.of("t", "00".repeat(32))).objection(TASK))
                .hasValueSatisfying(sentence ->
                        assertThat(sentence).contains("agreed digest 0000").contains(NodeFixture.SPEC.digest()));
        assertThat(new JoinTerms(Set.of(), true, Map.of("t", NodeFixture.SPEC.digest())).objection(TASK))
                .isEmpty();
    }
}
