package org.fedfabric.benchmarks.network;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.fedfabric.benchmarks.network.Consortium.Member;
import org.fedfabric.benchmarks.network.Consortium.Side;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.selection.HashChain;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.protocol.update.UpdateHeader;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.fedfabric.trainer.terms.TaskDraft;

/** A task on made-up images with one hidden layer, its members joined and all selected, and made-up updates of it. */
final class SampleFederation {
    /** Rows of each participant, as a power of two. */
    static final int ROWS_LOG2 = 9;

    private static final int PIXELS = 28;
    private static final int CLASSES = 10;
    private static final int VALIDATION_ROWS = 500;
    private static final Duration STORE = Duration.ofSeconds(60);

    /** An update of a million such values, in steps of 2⁻¹⁶, has a norm of 0.9. */
    private static final int MOST_STEPS = 100;

    private static final double CLIP_NORM = 4;

    /** No version of a benchmark may end by its deadline. */
    private static final int DEADLINE_SECONDS = 3_600;

    private final TaskSpec spec;
    private final float[] initial;
    private final List<Member> members;

    private SampleFederation(TaskSpec spec, float[] initial, List<Member> members) {
        this.spec = spec;
        this.initial = initial;
        this.members = members;
    }

    /** Enrols administrators and members and opens their data accounts; a network that has seen them says so. */
    static void enrol(Consortium consortium, List<Member> members, Crowd crowd)
            throws LedgerException, InterruptedException {
        for (Side side : consortium.enterprises()) {
            side.admin()
                    .client()
                    .submit(
                            "participant:Enroll",
                            "admin",
                            "REQUESTER",
                            side.admin().client().identity().fingerprint());
        }
        crowd.run(
                members.stream().map(member -> (Crowd.Step) () -> enrol(member)).toList());
    }

    private static void enrol(Member member) throws LedgerException {
        var admin = member.side().admin().client();
        admin.submit(
                "participant:Enroll",
                member.user(),
                "TRAINER,AGGREGATOR",
                member.contract().client().identity().fingerprint());
        try {
            admin.submit(
                    "participant:RegisterData",
                    CanonicalJson.write(new DataRegistration(
                            1,
                            member.user(),
                            0,
                            Digests.sha256Hex(member.id().getBytes(StandardCharsets.UTF_8)),
                            ROWS_LOG2,
                            Collections.nCopies(CLASSES, 2),
                            new Assessment(1_000_000, 500_000, 1_000_000),
                            true,
                            10_000,
                            0)));
        } catch (LedgerRefusal e) {
            if (e.code() != RefusalCode.DATA_VERSION_CONFLICT) {
                throw e;
            }
        }
    }

    /**
     * Creates a task, lets all members join, and starts it; everybody is selected in every version.
     *
     * @param hidden units of the hidden layer; a model has 795 of them parameters and ten more
     */
    static SampleFederation start(Consortium consortium, List<Member> members, int hidden, int versions, Crowd crowd)
            throws Exception {
        Side host = consortium.enterprises().get(0);
        byte[] validation = RowsBlob.encode(rows());
        host.store().put(validation, Pinning.PINNED, STORE);
        int enterprises = consortium.enterprises().size();
        TaskDraft draft = new TaskDraft(
                "bench-" + UUID.randomUUID().toString().substring(0, 8),
                ModelSpec.of(
                        Shape.flat(PIXELS * PIXELS),
                        new Layer.Dense(hidden),
                        new Layer.Relu(),
                        new Layer.Dense(CLASSES),
                        new Layer.Softmax()),
                schema(),
                new ValidationSet(Cid.of(validation).text(), validation.length, VALIDATION_ROWS),
                new Training(1, 32, Training.Optimiser.SGD, 100_000, 0),
                Selection.all(),
                UpdateCheck.crossEntropy(),
                CLIP_NORM,
                ROWS_LOG2,
                versions,
                Math.min(2, enterprises),
                DEADLINE_SECONDS,
                Math.min(2, enterprises),
                1);
        TaskSpec spec = draft.toSpec();
        SampleFederation federation = new SampleFederation(spec, draft.initialParameters(), members);
        host.store()
                .put(
                        org.fedfabric.protocol.model.ModelBlob.encode(spec.model(), federation.initial),
                        Pinning.PINNED,
                        STORE);
        host.admin().client().submit("task:Create", CanonicalJson.write(spec));
        crowd.run(members.stream()
                .map(member -> (Crowd.Step) () -> member.contract()
                        .join(
                                spec.name(),
                                spec.digest(),
                                member.user(),
                                federation.chain(member).tip(),
                                List.of(),
                                0))
                .toList());
        host.admin()
                .start(spec.name(), members.stream().map(Member::id).collect(Collectors.toCollection(TreeSet::new)));
        return federation;
    }

    TaskSpec spec() {
        return spec;
    }

    /** Parameters of version 0. */
    float[] initial() {
        return initial;
    }

    List<Member> members() {
        return members;
    }

    private HashChain chain(Member member) {
        return new HashChain(
                (spec.name() + member.id()).getBytes(StandardCharsets.UTF_8),
                spec.schedule().versions());
    }

    /** What a member commits to in a version with these bytes. */
    Submission submission(Member member, long version, Cid cid, long lengthBytes) {
        return new Submission(
                1,
                cid.text(),
                lengthBytes,
                Submission.DENSE_INT32,
                Submission.NO_NOISE,
                chain(member).preimage(Math.toIntExact(version)));
    }

    /** The header of a member's update. */
    UpdateHeader header(Member member, long version, String baseCid) {
        return new UpdateHeader(
                1,
                member.contract().client().channel(),
                spec.name(),
                version,
                baseCid,
                member.id(),
                spec.digest(),
                Submission.DENSE_INT32,
                spec.model().parameterCount());
    }

    /** An update's values, small and different for each seed. */
    int[] values(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.ints(spec.model().parameterCount(), -MOST_STEPS, MOST_STEPS + 1)
                .toArray();
    }

    private static RawRows rows() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] pixels = new byte[VALIDATION_ROWS * PIXELS * PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            // Four fifths empty, as images of digits are.
            pixels[i] = random.nextInt(5) == 0 ? (byte) random.nextInt(256) : 0;
        }
        int[] labels = new int[VALIDATION_ROWS];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % CLASSES;
        }
        return new RawRows(schema(), List.of(new RawColumn.Bytes(pixels)), labels);
    }

    private static DataSchema schema() {
        List<String> classes = new java.util.ArrayList<>();
        for (int i = 0; i < CLASSES; i++) {
            classes.add("class " + i);
        }
        return new DataSchema(
                DataSchema.SCHEMA,
                List.of(new Column.Pixels("image", PIXELS, PIXELS, 1, 0, 255_000_000)),
                "label",
                classes,
                Collections.nCopies(CLASSES, 1_000_000L));
    }
}
