package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.protocol.task.Schedule;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which models pass for published ones (protocol.md §1): what enterprises made together, and nothing one of them chose. */
class WarmStartTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";

    private final Federation federation = new Federation();

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    private static TaskSpec from(InitialModel initial) {
        return TinyTask.spec("tiny", initial, Schedule.synchronous(3, 2, 60), null);
    }

    private static TaskSpec from(VersionRecord version) {
        return from(new InitialModel.Published(version.task(), version.version(), version.modelCid()));
    }

    private String refuses(RefusalCode code, TaskSpec spec) {
        return federation.channel.refuses(code, federation.requester, "task:Create", CanonicalJson.write(spec));
    }

    /** Version 1 of a task, made of honest updates. */
    private VersionRecord versionOne(TaskSpec source, String... ids) throws Exception {
        federation.started(source, ids);
        federation.submitHonest(source.name(), ids);
        federation.close(source.name(), ids[0]);
        return federation.advance(source.name(), ids[0]);
    }

    @Test
    void begins_with_a_model_that_enterprises_made_together() throws Exception {
        VersionRecord one = versionOne(TinyTask.spec("source", 2, 2), A, B);
        federation.create(from(one));
        federation.join("tiny", A);
        federation.join("tiny", B);
        VersionRecord zero = federation.start("tiny", A, B);
        assertThat(zero.scoreMicros()).isEqualTo(one.scoreMicros());
        assertThat(zero.modelCid()).isEqualTo(one.modelCid());
    }

    @Test
    void refuses_what_no_task_published() throws Exception {
        VersionRecord one = versionOne(TinyTask.spec("source", 2, 2), A, B);
        refuses(RefusalCode.NOT_FOUND, from(new InitialModel.Published("nobody", 1, one.modelCid())));
        refuses(RefusalCode.NOT_FOUND, from(new InitialModel.Published("source", 2, one.modelCid())));
        assertThat(refuses(
                        RefusalCode.INITIAL_MODEL,
                        from(new InitialModel.Published(
                                "source", 1, TinyTask.seeded().cid()))))
                .contains("that version's CID, " + one.modelCid());
    }

    @Test
    void refuses_version_0_because_one_requester_chose_it() throws Exception {
        versionOne(TinyTask.spec("source", 2, 2), A, B);
        assertThat(refuses(RefusalCode.INITIAL_MODEL, from(federation.version("source", 0))))
                .contains("must be version 1 or later");
    }

    @Test
    void refuses_a_version_that_kept_the_bytes_the_task_began_with() throws Exception {
        federation.started(TinyTask.trusting("source", 3, 2), A, B);
        for (String id : List.of(A, B)) {
            byte[] flipped = federation.update("source", id, 20, -20);
            federation.submit("source", id, flipped);
            federation.reveal(id, flipped);
        }
        federation.close("source", A);
        VersionRecord fruitless = federation.advance("source", A);
        assertThat(fruitless.fruitless()).isEqualTo(1);
        assertThat(refuses(RefusalCode.INITIAL_MODEL, from(fruitless)))
                .contains("must have been changed by its task's updates");
    }

    @Test
    void refuses_what_descends_from_an_uploaded_model_which_keeps_its_first_layer() throws Exception {
        byte[] crafted = ModelBlob.encode(TinyTask.MODEL, SeededParameters.draw(TinyTask.MODEL, 99));
        InitialModel uploaded = new InitialModel.Uploaded(federation.swarm.put("OrgA", crafted));
        TaskSpec source = TinyTask.spec("source", uploaded, Schedule.synchronous(2, 2, 60), null);
        VersionRecord one = versionOne(source, A, B);
        assertThat(refuses(RefusalCode.INITIAL_MODEL, from(one))).contains("must not descend from an uploaded one");
        federation.create(from(new InitialModel.Uploaded(one.modelCid())));
    }

    @Test
    void refuses_a_model_that_one_enterprise_may_have_made_alone() throws Exception {
        TaskSpec alone = CanonicalJson.read(
                CanonicalJson.write(TinyTask.spec("source", 2, 2))
                        .replace("\"minEnterprises\":2", "\"minEnterprises\":1"),
                TaskSpec.class);
        VersionRecord one = versionOne(alone, A, B);
        assertThat(refuses(RefusalCode.INITIAL_MODEL, from(one))).contains("updates of at least 2 enterprises");
    }

    @Test
    void refuses_a_model_of_another_network() throws Exception {
        VersionRecord one = versionOne(TinyTask.spec("source", 2, 2), A, B);
        ModelSpec other = ModelSpec.of(
                Shape.flat(2), new Layer.Dense(5), new Layer.Relu(), new Layer.Dense(2), new Layer.Softmax());
        String json = CanonicalJson.write(from(one));
        String widened = json.replace(CanonicalJson.write(TinyTask.MODEL), CanonicalJson.write(other));
        assertThat(widened).isNotEqualTo(json);
        assertThat(refuses(RefusalCode.INITIAL_MODEL, CanonicalJson.read(widened, TaskSpec.class)))
                .contains("with the same network");
    }

    @Test
    void leaves_the_model_in_every_endorsers_store_even_where_it_had_been_forgotten() throws Exception {
        VersionRecord one = versionOne(TinyTask.spec("source", 2, 2), A, B);
        federation.swarm.collectGarbage();
        int length = (int) ModelBlob.lengthBytes(TinyTask.MODEL);
        assertThat(federation.swarm.holds("OrgC", one.modelCid(), length)).isFalse();
        federation.create(from(one));
        for (String enterprise : Federation.ENTERPRISES) {
            assertThat(federation.swarm.holds(enterprise, one.modelCid(), length))
                    .as(enterprise)
                    .isTrue();
        }
    }
}
