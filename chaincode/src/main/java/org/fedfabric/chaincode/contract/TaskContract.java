package org.fedfabric.chaincode.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.judging.Terms;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.StopReason;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.Transitions;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.membership.EnterpriseVotes;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.roster.RosterRules;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.protocol.task.SpecChecks;
import org.fedfabric.protocol.task.TaskSpec;

/** The life of a task, from Create to its end (protocol.md §1, §2). */
public final class TaskContract {
    /** Salts of hidden test sets, in bytes: shorter ones can be guessed together with the set. */
    private static final int MIN_SALT_BYTES = 16;

    private static final int MAX_SALT_BYTES = 64;

    /** One enterprise alone can train its own task towards any model it likes. */
    private static final int MIN_SOURCE_ENTERPRISES = 2;

    private final Judging judging;

    /** The contract over an endorser's judge. */
    public TaskContract(Judging judging) {
        this.judging = judging;
    }

    /** The functions {@code task:…}. */
    public List<Function> functions() {
        return List.of(
                new Function(
                        "task:Create",
                        Effect.TRANSACTION,
                        List.of("spec"),
                        "A requester opens a task; every endorser checks that its terms can work, fetches the validation"
                                + " set and checks the initial model.",
                        this::create),
                new Function(
                        "task:Admit",
                        Effect.TRANSACTION,
                        List.of("task", "joins"),
                        "The requester puts members (a sorted JSON array of at most 256 ids) on the roster of a task that"
                                + " has not started; a large roster takes several calls.",
                        TaskContract::admit),
                new Function(
                        "task:Start",
                        Effect.TRANSACTION,
                        List.of("task", "joins"),
                        "The requester puts the last members on the roster (a sorted JSON array of at most 256 ids) and"
                                + " publishes version 0.",
                        this::start),
                new Function(
                        "task:Stop",
                        Effect.TRANSACTION,
                        List.of("task"),
                        "The requester, or an administrator of its enterprise, ends the task early.",
                        TaskContract::stop),
                new Function(
                        "task:RevealTest",
                        Effect.TRANSACTION,
                        List.of("task", "saltHex", "cid", "lengthBytes"),
                        "The requester of a task that has ended opens the hidden test set it committed to.",
                        TaskContract::revealTest),
                new Function(
                        "task:Get",
                        Effect.QUERY,
                        List.of("task"),
                        "A task by its name.",
                        call -> Find.task(call.ledger(), call.arguments().id(0))),
                new Function(
                        "task:List",
                        Effect.QUERY,
                        List.of("pageSize", "bookmark"),
                        "The tasks of the channel, by name.",
                        call -> Lists.page(call, StateKey.tasks(), TaskRecord.class, 0)),
                new Function(
                        "task:Joins",
                        Effect.QUERY,
                        List.of("task", "pageSize", "bookmark"),
                        "Who has joined a task, by participant id.",
                        TaskContract::joins));
    }

    private TaskRecord create(Call call) {
        Participant caller = Access.as(Role.REQUESTER, call);
        Access.requireAdmitted(call);
        TaskSpec spec = call.arguments().parsed(0, TaskContract::spec);
        Find.requireRules(call, spec);
        if (call.ledger().task(spec.name()).isPresent()) {
            throw new RefusalException(
                    RefusalCode.TASK_EXISTS,
                    "A task's name must be new on its channel. Provided value: " + spec.name());
        }
        if (spec.initialModel() instanceof InitialModel.Published published) {
            requirePublished(call, spec, published);
        }
        Priors.requireEnded(call.ledger(), spec);
        SpecChecks.requireTerms(spec);
        SpecChecks.requireWorkable(spec, judging.validation(spec));
        judging.checkInitialModel(spec);

        TaskRecord task = new TaskRecord(1, spec, spec.digest(), caller.id(), TaskState.OPEN, null, null);
        call.ledger().put(task);
        call.ledger().event(TaskEvent.of(TaskEvent.Kind.CREATED, spec.name()));
        return task;
    }

    private static RosterPage admit(Call call) {
        Participant caller = Access.active(call);
        TaskRecord task = Find.task(call.ledger(), call.arguments().id(0));
        List<String> ids = call.arguments().parsed(1, TaskContract::sortedIds);
        requireRequester(task, caller.id());
        Find.requireState(task, TaskState.OPEN);
        Find.requireRules(call, task.spec());
        List<RosterPage> before = call.ledger().roster(task.spec().name());
        List<RosterPage> pages = admitted(call, task.spec(), before, ids);
        Rosters.putChanged(call.ledger(), before, pages);
        return pages.get(pages.size() - 1);
    }

    private static List<RosterPage> admitted(Call call, TaskSpec spec, List<RosterPage> before, List<String> ids) {
        return RosterRules.admit(spec, before, Rosters.standing(call.ledger(), spec.name(), ids));
    }

    private VersionRecord start(Call call) {
        Participant caller = Access.active(call);
        TaskRecord task = Find.task(call.ledger(), call.arguments().id(0));
        List<String> ids = call.arguments().parsed(1, TaskContract::sortedIds);
        requireRequester(task, caller.id());
        Transitions.require(task.state(), TaskState.RUNNING);
        TaskSpec spec = task.spec();
        Find.requireRules(call, spec);
        VersionRules.requireClock(call.ledger().timestampMillis(), judging.epochMillis());
        List<RosterPage> before = call.ledger().roster(spec.name());
        requireEnough(spec, before, ids);
        List<RosterPage> pages = admitted(call, spec, before, ids);

        String cid = spec.initialModel().cid();
        long scoreMicros = judging.scoreMicros(Terms.of(call.ledger().channel(), task), cid);
        VersionRecord first = VersionRules.first(
                spec,
                cid,
                EnterpriseVotes.selectable(call.ledger().enterprises(), RosterRules.members(pages)),
                call.ledger().timestampMillis(),
                scoreMicros);
        Rosters.putChanged(call.ledger(), before, pages);
        call.ledger().put(first);
        call.ledger().putHead(spec.name(), 0);
        call.ledger().put(task.in(TaskState.RUNNING, null));
        call.ledger().event(new TaskEvent(1, TaskEvent.Kind.STARTED, spec.name(), 0, null, cid));
        return first;
    }

    private static TaskRecord stop(Call call) {
        TaskRecord task = Find.task(call.ledger(), call.arguments().id(0));
        if (!Access.isAdminOf(Names.mspOf(task.requester()), call)) {
            requireRequester(task, Access.active(call).id());
        }
        TaskRecord stopped = task.in(Transitions.require(task.state(), TaskState.STOPPED), StopReason.REQUESTED);
        call.ledger().put(stopped);
        call.ledger().event(TaskEvent.of(TaskEvent.Kind.STOPPED, task.spec().name()));
        return stopped;
    }

    private static TaskRecord revealTest(Call call) {
        Participant caller = Access.active(call);
        TaskRecord task = Find.task(call.ledger(), call.arguments().id(0));
        byte[] salt = call.arguments().parsed(1, TaskContract::salt);
        String cid = call.arguments().parsed(2, Cid::parse).text();
        long lengthBytes = call.arguments().number(3, 1, Cid.MAX_CONTENT_BYTES);
        requireRequester(task, caller.id());
        Find.requireState(task, TaskState.COMPLETED, TaskState.STOPPED);
        String commitment = Digests.sha256Hex(salt, cid.getBytes(StandardCharsets.UTF_8));
        if (!commitment.equals(task.spec().testCommitment())) {
            throw new RefusalException(
                    RefusalCode.TEST_SET_MISMATCH,
                    "SHA-256(salt ‖ CID) must be the commitment made at Create, "
                            + Objects.requireNonNullElse(task.spec().testCommitment(), "which was none")
                            + ". Provided value: " + commitment);
        }
        TaskRecord revealed = task.revealing(cid, lengthBytes);
        if (revealed.equals(task)) {
            return task;
        }
        // Joins of other tasks read an ended task's record: who could write it again and again would hold them up.
        if (task.testCid() != null) {
            throw new RefusalException(
                    RefusalCode.TEST_SET_MISMATCH,
                    "A test set is revealed once; this one is " + task.testLengthBytes()
                            + " bytes long. Provided value: " + lengthBytes);
        }
        call.ledger().put(revealed);
        return revealed;
    }

    private static Object joins(Call call) {
        String task = call.arguments().id(0);
        Find.task(call.ledger(), task);
        return Lists.page(call, StateKey.membershipsIn(task), Membership.class, 1);
    }

    /**
     * A warm start must be from a version that several enterprises made of a model nobody chose. Version 0 is one
     * requester's choice, and so is a version that kept its bytes because no update was included; what was trained from an
     * uploaded model still has its first layer, and a task of one enterprise can be led anywhere. Naming any of these here
     * would make an uploaded model pass for a trusted one.
     */
    private static void requirePublished(Call call, TaskSpec spec, InitialModel.Published published) {
        TaskRecord source = Find.task(call.ledger(), published.task());
        VersionRecord version = Find.version(call.ledger(), published.task(), published.version());
        InitialModel origin = source.spec().initialModel();
        requireInitial(
                published.version() >= 1
                        && source.spec().model().equals(spec.model())
                        && version.modelCid().equals(published.cid()),
                "A published initial model must be version 1 or later of a task with the same network, with that"
                        + " version's CID, " + version.modelCid(),
                published);
        requireInitial(
                !(origin instanceof InitialModel.Uploaded),
                "A published initial model must not descend from an uploaded one; name it as uploaded, and trainers"
                        + " decide whether they trust it",
                published.task() + " began with " + origin);
        requireInitial(
                !version.modelCid().equals(origin.cid()),
                "A published initial model must have been changed by its task's updates",
                published + ", which is the model the task began with");
        requireInitial(
                source.spec().quotas().minEnterprises() >= MIN_SOURCE_ENTERPRISES,
                "A published initial model must be from a task whose versions take updates of at least "
                        + MIN_SOURCE_ENTERPRISES + " enterprises",
                published.task() + " with minEnterprises "
                        + source.spec().quotas().minEnterprises());
    }

    private static void requireInitial(boolean condition, String mustHold, Object provided) {
        if (!condition) {
            throw new RefusalException(RefusalCode.INITIAL_MODEL, mustHold + ". Provided value: " + provided);
        }
    }

    private static void requireRequester(TaskRecord task, String caller) {
        if (!task.requester().equals(caller)) {
            throw new RefusalException(
                    RefusalCode.NOT_OWNER,
                    "The caller must be the task's requester, " + task.requester() + ". Provided value: " + caller);
        }
    }

    private static void requireEnough(TaskSpec spec, List<RosterPage> admitted, List<String> joins) {
        Set<String> ids = new TreeSet<>(joins);
        RosterRules.members(admitted).forEach(member -> ids.add(member.id()));
        int quorum = spec.schedule().quorum();
        int minEnterprises = spec.quotas().minEnterprises();
        long enterprises = ids.stream().map(Names::mspOf).distinct().count();
        if (ids.size() < quorum || enterprises < minEnterprises) {
            throw new RefusalException(
                    RefusalCode.TOO_FEW_PARTICIPANTS,
                    "A task must start with at least " + quorum + " participants of " + minEnterprises
                            + " enterprises. Provided value: " + ids.size() + " of " + enterprises);
        }
    }

    private static TaskSpec spec(String json) {
        TaskSpec spec = CanonicalJson.read(json, TaskSpec.class);
        Cid.parse(spec.validation().cid());
        Cid.parse(spec.initialModel().cid());
        if (spec.initialModel() instanceof InitialModel.Published published) {
            StateKey.version(published.task(), published.version());
        }
        return spec;
    }

    private static List<String> sortedIds(String json) {
        List<String> ids = new ArrayList<>(Arrays.asList(CanonicalJson.read(json, String[].class)));
        ids.forEach(id -> Names.requireParticipantId(id, "every join"));
        if (ids.size() > RosterPage.CAPACITY
                || !ids.equals(ids.stream().distinct().sorted().toList())) {
            throw new IllegalArgumentException(
                    "joins must be at most " + RosterPage.CAPACITY + " ids, sorted, each once. Provided value: " + ids);
        }
        return ids;
    }

    private static byte[] salt(String hex) {
        byte[] salt = HexFormat.of().parseHex(hex);
        if (salt.length < MIN_SALT_BYTES
                || salt.length > MAX_SALT_BYTES
                || !HexFormat.of().formatHex(salt).equals(hex)) {
            throw new IllegalArgumentException("saltHex must be " + MIN_SALT_BYTES + " to " + MAX_SALT_BYTES
                    + " bytes in lower-case hexadecimal digits. Provided value: " + hex);
        }
        return salt;
    }
}
