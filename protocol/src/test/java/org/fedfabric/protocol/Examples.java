package org.fedfabric.protocol;

import java.util.List;
import org.fedfabric.protocol.canonical.Tagged;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.CertificateBinding;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.ledger.Declaration;
import org.fedfabric.protocol.ledger.Enterprise;
import org.fedfabric.protocol.ledger.EnterpriseRegister;
import org.fedfabric.protocol.ledger.EnterpriseState;
import org.fedfabric.protocol.ledger.EnterpriseVote;
import org.fedfabric.protocol.ledger.Environment;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.HoldOutScore;
import org.fedfabric.protocol.ledger.LocalScore;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Progress;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.StopReason;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.ContributionRule;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.protocol.task.Patience;
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
import org.fedfabric.protocol.update.UpdateHeader;

/** One example of every record, the same in every run: golden vectors and tests of constructors are made of them. */
public final class Examples {
    private static final String CID = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
    private static final String TRAINER = "EastMSP/trainer-1";
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private Examples() {}

    /** Every record that has a canonical form. */
    public static List<Object> all() {
        return List.of(
                shape(),
                convolutional(),
                new Layer.Dense(3),
                new Layer.Conv2d(2, 3, Layer.Padding.SAME),
                new Layer.MaxPool2d(2),
                new Layer.Flatten(),
                new Layer.Relu(),
                new Layer.Dropout(250),
                new Layer.Softmax(),
                table(),
                images().columns().get(0),
                table().columns().get(0),
                table().columns().get(1),
                updateHeader(),
                spec(),
                new InitialModel.Seeded(-7, CID),
                new InitialModel.Published("older-task", 12, CID),
                new InitialModel.Uploaded(CID),
                new Training(5, 10, Training.Optimiser.SGD, 100_000, 900_000),
                Selection.all().withCount(10),
                UpdateCheck.crossEntropy(),
                Aggregation.weightedMean(),
                quantisation(),
                Schedule.synchronous(10, 3, 60),
                new Patience(5, 1_000),
                new ContributionRule.LeaveOneOut(),
                new ContributionRule.Shapley(100, 5_000),
                Quotas.defaults(),
                ReputationRule.defaults(),
                Privacy.none(),
                validation(),
                new Participant(1, TRAINER, List.of(Role.TRAINER, Role.AGGREGATOR), false),
                new CertificateBinding(1, DIGEST, TRAINER),
                new Enterprise("EastMSP", EnterpriseState.SUSPENDED),
                new EnterpriseRegister(
                        1,
                        List.of(
                                new Enterprise("EastMSP", EnterpriseState.SUSPENDED),
                                new Enterprise("WestMSP", EnterpriseState.ACTIVE))),
                new EnterpriseVote(1, "EastMSP", "WestMSP", EnterpriseVote.Choice.SUSPEND),
                assessment(),
                registration(),
                new DataAccount(1, "EastMSP", TRAINER, 4, registration(), loss(), true),
                environment(),
                holdOutScore(),
                new LocalScore(1, "mnist", 4, TRAINER, holdOutScore()),
                new Declaration(1, "mnist", TRAINER, environment(), 1_800_000_000_000L),
                new Membership(
                        1, "mnist", TRAINER, DIGEST, "scans", 12, assessment(), DIGEST, Evidence.NONE, -1, false),
                loss(),
                new Evidence(3_600_000_000L, 540_000_000L),
                new RosterMember.Counts(9, 6, 1, 1, 1),
                member(),
                new RosterPage(1, "mnist", 0, List.of(member())),
                new TaskRecord(1, spec(), spec().digest(), "WestMSP/desk", TaskState.STOPPED, StopReason.QUORUM, null),
                submission(),
                new UpdateRecord(1, "mnist", 3, TRAINER, submission(), loss(), 1_767_225_600_000L),
                verdict(),
                contributor(),
                version(),
                new Progress(2_302_585, 3),
                new AdvanceRequest(1, CID, List.of(TRAINER), List.of("EastMSP/a", "WestMSP/b"), List.of()),
                new TaskEvent(1, TaskEvent.Kind.SUBMITTED, "mnist", 3, TRAINER, null));
    }

    /** Six rows, six columns, one channel. */
    public static Shape shape() {
        return new Shape(6, 6, 1);
    }

    /** The type under which a record is read: its sealed interface if it is one case of several. */
    @SuppressWarnings("unchecked") // a record is an instance of its own class and interface
    public static Class<Object> readAs(Object record) {
        Class<?> type = record.getClass();
        return (Class<Object>) (type.isAnnotationPresent(Tagged.class) ? type.getInterfaces()[0] : type);
    }

    /** A network with every kind of layer. */
    public static ModelSpec convolutional() {
        return ModelSpec.of(
                shape(),
                new Layer.Conv2d(2, 3, Layer.Padding.SAME),
                new Layer.Relu(),
                new Layer.MaxPool2d(2),
                new Layer.Conv2d(4, 2, Layer.Padding.VALID),
                new Layer.Relu(),
                new Layer.Flatten(),
                new Layer.Dropout(250),
                new Layer.Dense(3),
                new Layer.Softmax());
    }

    /** Small pictures of three classes. */
    public static DataSchema images() {
        return new DataSchema(
                1,
                List.of(new Column.Pixels("image", 6, 6, 1, 130_700, 308_100)),
                "digit",
                List.of("0", "1", "2"),
                List.of(1_000_000L, 1_000_000L, 2_000_000L));
    }

    /** A table with a number that may not be missing and a word that may. */
    public static DataSchema table() {
        return new DataSchema(
                1,
                List.of(
                        new Column.Numeric("pressure", 130_000_000, 17_500_000, Column.Missing.REFUSE),
                        new Column.Category("kind <é\u2028>", List.of("a", "b", "c"), Column.Missing.NEUTRAL)),
                "failed",
                List.of("no", "yes"),
                List.of(1_000_000L, 30_000_000L));
    }

    /** Three rows of {@link #table()}, one with a missing word. */
    public static RawRows tableRows() {
        return new RawRows(
                table(),
                List.of(new RawColumn.Numbers(new double[] {130, 147.5, -0.0}), new RawColumn.Codes(new int[] {0, -1, 2
                })),
                new int[] {0, 1, 0});
    }

    /** Terms of a task on {@link #images()}. */
    public static TaskSpec spec() {
        return new TaskSpec(
                1,
                "mnist",
                1,
                convolutional(),
                images(),
                new InitialModel.Seeded(42, CID),
                new Training(5, 10, Training.Optimiser.SGD, 100_000, 0),
                Selection.all(),
                UpdateCheck.crossEntropy(),
                Aggregation.weightedMean(),
                quantisation(),
                Schedule.synchronous(10, 3, 60),
                Quotas.defaults(),
                ReputationRule.defaults(),
                Privacy.none(),
                Protection.PLAIN,
                Tier.FLAT,
                validation(),
                Evaluation.SHARED,
                DIGEST,
                "ab".repeat(32),
                false);
    }

    /** Clip to 10, 2²⁰ steps a unit, 32 bits a value. */
    public static Quantisation quantisation() {
        return new Quantisation(10_000_000, 20, 32, 16);
    }

    /** The header of an update of three values. */
    public static UpdateHeader updateHeader() {
        return new UpdateHeader(1, "federation", "mnist", 3, CID, TRAINER, DIGEST, Submission.DENSE_INT32, 3);
    }

    private static ValidationSet validation() {
        return new ValidationSet(CID, 19_048, 500);
    }

    private static Assessment assessment() {
        return new Assessment(1_000_000, 500_000, 950_000);
    }

    private static DataRegistration registration() {
        return new DataRegistration(1, "scans", 3, DIGEST, 12, List.of(5, 6, 5), assessment(), true, 10_000, 4_000_000);
    }

    private static RosterMember member() {
        return new RosterMember(
                TRAINER,
                12,
                assessment(),
                new Evidence(400_000_000, 0),
                500_000,
                1,
                7,
                -1,
                false,
                new RosterMember.Counts(2, 1, 0, 0, 1));
    }

    private static PrivacyLoss loss() {
        return new PrivacyLoss(35_925_734, 250_000_000);
    }

    private static Submission submission() {
        return new Submission(1, CID, 412, Submission.DENSE_INT32, Submission.NO_NOISE, DIGEST);
    }

    private static Verdict verdict() {
        return new Verdict(Verdict.Outcome.REJECTED, Verdict.Reason.SCORE, 2_802_585L, 2_302_585L);
    }

    private static Contributor contributor() {
        return new Contributor(TRAINER, CID, 412, 12, Contributor.WHOLE, verdict());
    }

    private static VersionRecord version() {
        return new VersionRecord(
                1,
                "mnist",
                3,
                CID,
                VersionState.PUBLISHED,
                "cd".repeat(32),
                List.of(TRAINER, "WestMSP/trainer-1"),
                1_767_225_600_000L,
                1_767_225_660_000L,
                1,
                1_767_225_659_000L,
                List.of(contributor()),
                2_302_585,
                0);
    }

    private static HoldOutScore holdOutScore() {
        return new HoldOutScore(1, 6, 693_147, 984_375);
    }

    private static Environment environment() {
        return new Environment(
                1,
                "FedFabric 0.1.0",
                "0123456789ab",
                DIGEST,
                "OpenJDK 64-Bit Server VM 17",
                "Linux amd64",
                "CPU",
                "OpenBLAS");
    }
}
