package org.fedfabric.trainer.federation;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.embedded.EnterpriseEndpoint;
import org.fedfabric.embedded.NetworkConfig;
import org.fedfabric.embedded.chaincodehost.ChaincodeFactory;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.selection.HashChain;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;
import org.fedfabric.trainer.dataset.DataSource;
import org.fedfabric.trainer.dataset.Dataset;
import org.fedfabric.trainer.dataset.Division;
import org.fedfabric.trainer.dataset.Partition;
import org.fedfabric.trainer.dataset.SplitPlan;
import org.fedfabric.trainer.learning.LocalTraining;
import org.fedfabric.trainer.learning.ProgressListener;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.privacy.ModelUpdate;
import org.fedfabric.trainer.privacy.Noise;
import org.fedfabric.trainer.terms.TaskDraft;

/**
 * A federation whose every step is called by a test, one at a time, over the real wire protocols: what trainers do by
 * themselves, here a test does, so that it can do it wrongly.
 */
final class ScriptedFederation implements AutoCloseable {
    static final String TASK = "scripted";
    private static final Duration STORE_DEADLINE = Duration.ofSeconds(10);
    private static final int CHAIN_LENGTH = 64;

    final EmbeddedNetwork network;
    final TaskDraft draft;
    final TaskSpec spec;
    private final Map<String, LedgerConnections> connections = new LinkedHashMap<>();
    private final Map<String, FeatureRows> rows = new TreeMap<>();
    private final Map<String, HashChain> chains = new TreeMap<>();
    private final byte[] validation;

    ScriptedFederation(Path state, int enterprises, int versions, ChaincodeFactory chaincode) throws Exception {
        network = EmbeddedNetwork.start(NetworkConfig.builder(state, chaincode)
                .enterprises(enterprises)
                .usersPerEnterprise(2)
                .build());
        List<SplitPlan.Owner> owners = new ArrayList<>();
        for (EnterpriseEndpoint enterprise : network.enterprises()) {
            connections.put(
                    enterprise.mspId(), LedgerConnections.to(ConnectionProfile.read(enterprise.connectionProfile())));
            owners.add(new SplitPlan.Owner(enterprise.name(), "p1"));
        }
        Dataset dataset = DataSource.generated(2_000, 7).read();
        Division division = Division.of(dataset, new SplitPlan(owners, Partition.parse("iid"), 100, 0, 7));
        validation = RowsBlob.encode(division.validation());
        for (int i = 0; i < owners.size(); i++) {
            rows.put(id(i), FeatureEncoder.encode(division.parts().get(i)));
            chains.put(id(i), new HashChain(Digests.sha256(id(i).getBytes(StandardCharsets.UTF_8)), CHAIN_LENGTH));
        }
        draft = new TaskDraft(
                TASK,
                NamedModels.forName("mlp", dataset.training().schema().shape(), 2),
                dataset.training().schema(),
                new ValidationSet(Cid.of(validation).toString(), validation.length, 100),
                new Training(1, 32, Training.Optimiser.SGD, 50_000, 900_000),
                Selection.all(),
                UpdateCheck.crossEntropy(),
                20,
                9,
                versions,
                2,
                20,
                Math.min(2, enterprises),
                7);
        spec = draft.toSpec();
    }

    static ChaincodeFactory honest() {
        return context -> new FedFabricChaincode(ContentStore.atKubo(context.contentApi()));
    }

    String id(int enterprise) {
        return network.enterprises().get(enterprise).mspId() + "/p1";
    }

    LedgerClient as(int enterprise, String user) throws IOException {
        EnterpriseEndpoint endpoint = network.enterprises().get(enterprise);
        return connections
                .get(endpoint.mspId())
                .client(
                        ClientIdentity.read(endpoint.users().resolve(user).resolve("msp"), endpoint.mspId()),
                        EmbeddedNetwork.FEDERATION);
    }

    ContentStore store(int enterprise) {
        return ContentStore.atKubo(network.enterprises().get(enterprise).contentApi());
    }

    int size() {
        return network.enterprises().size();
    }

    /** Enrols everybody, registers data, opens the task, joins and starts. */
    void start() throws Exception {
        store(0).put(validation, Pinning.PINNED, STORE_DEADLINE);
        store(0).put(ModelBlob.encode(draft.model(), draft.initialParameters()), Pinning.PINNED, STORE_DEADLINE);
        TreeSet<String> ids = new TreeSet<>();
        for (int e = 0; e < size(); e++) {
            as(e, "admin")
                    .submit(
                            "participant:Enroll",
                            "admin",
                            "REQUESTER",
                            as(e, "admin").identity().fingerprint());
            as(e, "admin")
                    .submit(
                            "participant:Enroll",
                            "p1",
                            "TRAINER,AGGREGATOR",
                            as(e, "p1").identity().fingerprint());
            as(e, "admin").submit("participant:RegisterData", CanonicalJson.write(registration(e)));
        }
        as(0, "admin").submit("task:Create", CanonicalJson.write(spec));
        for (int e = 0; e < size(); e++) {
            as(e, "p1")
                    .submit(
                            "participant:Join",
                            TASK,
                            spec.digest(),
                            "rows",
                            chains.get(id(e)).tip(),
                            "",
                            "0");
            ids.add(id(e));
        }
        as(0, "admin").submit("task:Start", TASK, new Gson().toJson(ids));
    }

    DataRegistration registration(int enterprise) {
        return new DataRegistration(
                1,
                "rows",
                0,
                Digests.sha256Hex(id(enterprise).getBytes(StandardCharsets.UTF_8)),
                8,
                List.of(15, 1),
                new Assessment(500_000, 500_000, 500_000),
                true,
                0,
                0);
    }

    VersionRecord version(String which) throws Exception {
        return CanonicalJson.read(as(0, "p1").evaluate("round:Get", TASK, which), VersionRecord.class);
    }

    float[] parameters(VersionRecord version) throws Exception {
        return ModelBlob.decode(
                draft.model(),
                store(0).get(Cid.parse(version.modelCid()), ModelBlob.lengthBytes(draft.model()), STORE_DEADLINE));
    }

    UpdateHeader header(int enterprise, VersionRecord base) {
        return new UpdateHeader(
                1,
                EmbeddedNetwork.FEDERATION,
                TASK,
                base.version(),
                base.modelCid(),
                id(enterprise),
                spec.digest(),
                Submission.DENSE_INT32,
                draft.model().parameterCount());
    }

    int[] trained(int enterprise, VersionRecord base) throws Exception {
        float[] before = parameters(base);
        float[] after = LocalTraining.run(
                        draft.model(),
                        draft.training(),
                        draft.data(),
                        rows.get(id(enterprise)),
                        before,
                        base.version(),
                        ProgressListener.NONE)
                .parameters();
        return Noise.of(spec.privacy(), new SecureRandom())
                .addTo(ModelUpdate.between(before, after)
                        .clip(spec.quantisation().clipNorm())
                        .quantise(spec.quantisation(), 8))
                .values();
    }

    byte[] update(int enterprise, VersionRecord base) throws Exception {
        return UpdateBlob.encode(header(enterprise, base), trained(enterprise, base));
    }

    Submission submission(int enterprise, VersionRecord base, byte[] bytes) {
        return new Submission(
                1,
                Cid.of(bytes).toString(),
                bytes.length,
                Submission.DENSE_INT32,
                Submission.NO_NOISE,
                chains.get(id(enterprise)).preimage((int) base.version()));
    }

    void submit(int enterprise, VersionRecord base, byte[] bytes) throws Exception {
        as(enterprise, "p1")
                .submit(
                        "update:Submit",
                        TASK,
                        Long.toString(base.version()),
                        CanonicalJson.write(submission(enterprise, base, bytes)));
    }

    /** Everybody trains and submits, all is revealed, closed and advanced; returns the next version. */
    VersionRecord playVersion() throws Exception {
        VersionRecord base = version("head");
        List<byte[]> updates = new ArrayList<>();
        for (int e = 0; e < size(); e++) {
            updates.add(update(e, base));
            submit(e, base, updates.get(e));
        }
        as(0, "p1").submit("round:Close", TASK, Long.toString(base.version()));
        for (int e = 0; e < size(); e++) {
            store(e).put(updates.get(e), Pinning.PINNED, STORE_DEADLINE);
        }
        return advance(base);
    }

    VersionRecord advance(VersionRecord base) throws Exception {
        for (Contributor contributor : version(Long.toString(base.version())).contributors()) {
            for (int e = 0; e < size(); e++) {
                as(e, "p1").evaluate("update:Judge", TASK, Long.toString(base.version()), contributor.id());
            }
        }
        String cid = com.google.gson.JsonParser.parseString(
                        as(0, "p1").evaluate("round:Recompute", TASK, Long.toString(base.version() + 1)))
                .getAsJsonObject()
                .get("cid")
                .getAsString();
        as(0, "p1")
                .submit(
                        "round:Advance",
                        TASK,
                        Long.toString(base.version()),
                        CanonicalJson.write(new AdvanceRequest(1, cid, List.of(), List.of(), List.of())));
        return version("head");
    }

    @Override
    public void close() {
        connections.values().forEach(LedgerConnections::close);
        network.close();
    }
}
