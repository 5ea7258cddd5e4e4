package org.fedfabric.chaincode.contract;

import java.util.List;
import java.util.Optional;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.judging.Claim;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.judging.Terms;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.Codec;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.Transitions;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.UpdateState;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.privacy.NoiseDescriptor;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.selection.Beacon;

/** Updates: committed to first, judged later (protocol.md §2, §4). */
public final class UpdateContract {
    /** Largest version a record can carry. */
    static final long MAX_VERSION = 1L << 40;

    private final Judging judging;

    /** The contract over an endorser's judge. */
    public UpdateContract(Judging judging) {
        this.judging = judging;
    }

    /**
     * An update and what has become of it.
     *
     * @param record what was committed to
     * @param state where it stands
     * @param contributor its place on the version that counted it; absent until Close
     */
    public record UpdateView(UpdateRecord record, UpdateState state, Contributor contributor) {}

    /** The functions {@code update:…}. */
    public List<Function> functions() {
        return List.of(
                new Function(
                        "update:Submit",
                        Effect.TRANSACTION,
                        List.of("task", "base", "submission"),
                        "A selected trainer commits to the bytes of its update to a version that collects, and pays for them"
                                + " from its allotment. The same CID again gives the same record and changes nothing.",
                        UpdateContract::submit),
                new Function(
                        "update:Judge",
                        Effect.QUERY,
                        List.of("task", "base", "participantId"),
                        "This endorser's verdict on an update of a closed version.",
                        this::judge),
                new Function(
                        "update:Get",
                        Effect.QUERY,
                        List.of("task", "base", "participantId"),
                        "An update and what has become of it.",
                        UpdateContract::get),
                new Function(
                        "update:List",
                        Effect.QUERY,
                        List.of("task", "base"),
                        "The updates submitted to a version, by participant id.",
                        UpdateContract::list));
    }

    private static UpdateRecord submit(Call call) {
        Participant caller = Access.as(Role.TRAINER, call);
        String name = call.arguments().id(0);
        long base = call.arguments().number(1, 0, MAX_VERSION);
        Submission submission = call.arguments().parsed(2, UpdateContract::submission);

        TaskRecord task = Find.task(call.ledger(), name);
        Optional<UpdateRecord> earlier = call.ledger().update(name, base, caller.id());
        if (earlier.isPresent()) {
            return submittedAlready(earlier.get(), submission);
        }
        Find.requireState(task, TaskState.RUNNING);
        Find.requireRules(call, task.spec());
        VersionRecord version = Find.version(call.ledger(), name, base);
        requireSelected(version, caller.id());
        Membership member = Find.membership(call.ledger(), name, caller.id());
        requireForm(Terms.of(call.ledger().channel(), task), version, caller.id(), submission);
        if (!Beacon.reveals(submission.preimage(), member.beaconTip())) {
            throw new RefusalException(
                    RefusalCode.BEACON_MISMATCH,
                    "SHA-256 of the preimage must be the chain's tip, " + member.beaconTip() + ". Provided value: "
                            + submission.preimage());
        }

        Membership paid = Allotments.used(member, task.spec());
        UpdateRecord record = new UpdateRecord(
                1,
                name,
                base,
                caller.id(),
                submission,
                Allotments.charge(task.spec()),
                call.ledger().timestampMillis());
        call.ledger().put(record);
        call.ledger().put(paid.revealed(submission.preimage()));
        call.ledger().event(new TaskEvent(1, TaskEvent.Kind.SUBMITTED, name, base, caller.id(), null));
        return record;
    }

    private Verdict judge(Call call) {
        Access.active(call);
        TaskRecord task = Find.task(call.ledger(), call.arguments().id(0));
        VersionRecord base =
                Find.version(call.ledger(), task.spec().name(), call.arguments().number(1, 0, MAX_VERSION));
        String id = call.arguments().participantId(2);
        Find.requireRules(call, task.spec());
        requireClosed(base);
        Contributor contributor = base.contributors().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RefusalException(
                        RefusalCode.NOT_CONTRIBUTOR,
                        "The participant must be a contributor of version " + base.version() + ". Provided value: "
                                + id));
        UpdateRecord update = Find.update(call.ledger(), task.spec().name(), base.version(), id);
        return judging.judge(Claim.of(Terms.of(call.ledger().channel(), task), base, update, contributor));
    }

    private static UpdateView get(Call call) {
        TaskRecord task = Find.task(call.ledger(), call.arguments().id(0));
        long base = call.arguments().number(1, 0, MAX_VERSION);
        UpdateRecord update = Find.update(
                call.ledger(), task.spec().name(), base, call.arguments().participantId(2));
        Contributor contributor = Find.version(call.ledger(), task.spec().name(), base).contributors().stream()
                .filter(c -> c.id().equals(update.participantId()))
                .findFirst()
                .orElse(null);
        return new UpdateView(update, Transitions.stateOf(task.state(), contributor), contributor);
    }

    private static Page<UpdateRecord> list(Call call) {
        String task = call.arguments().id(0);
        VersionRecord base = Find.version(call.ledger(), task, call.arguments().number(1, 0, MAX_VERSION));
        return Page.whole(base.selected().stream()
                .flatMap(id -> call.ledger().update(task, base.version(), id).stream())
                .toList());
    }

    /** Refuses a version whose contributors are not fixed yet. */
    static void requireClosed(VersionRecord version) {
        if (version.state() != VersionState.CLOSED && version.state() != VersionState.PUBLISHED) {
            throw new RefusalException(
                    RefusalCode.NOT_CLOSED,
                    "The version must be closed. Provided value: version " + version.version() + " is "
                            + version.state());
        }
    }

    private static Submission submission(String json) {
        Submission submission = CanonicalJson.read(json, Submission.class);
        Cid.parse(submission.cid());
        return submission;
    }

    private static UpdateRecord submittedAlready(UpdateRecord earlier, Submission submission) {
        if (earlier.submission().cid().equals(submission.cid())) {
            return earlier;
        }
        throw new RefusalException(
                RefusalCode.DUPLICATE_UPDATE,
                "A version takes one update from each participant; on record is "
                        + earlier.submission().cid() + ". Provided value: " + submission.cid());
    }

    private static void requireSelected(VersionRecord version, String caller) {
        if (version.state() != VersionState.COLLECTING) {
            throw new RefusalException(
                    RefusalCode.NOT_COLLECTING,
                    "The base version must be collecting. Provided value: version " + version.version() + " is "
                            + version.state());
        }
        if (!version.selected().contains(caller)) {
            throw new RefusalException(
                    RefusalCode.NOT_SELECTED,
                    "The caller must be selected in version " + version.version() + ". Provided value: " + caller);
        }
    }

    private static void requireForm(Terms terms, VersionRecord base, String caller, Submission submission) {
        String noise = NoiseDescriptor.of(terms.spec());
        if (!submission.encoding().equals(Submission.DENSE_INT32)
                || !submission.noise().equals(noise)) {
            throw new RefusalException(
                    RefusalCode.WRONG_ENCODING,
                    "encoding and noise must be " + Submission.DENSE_INT32 + " and " + noise + ". Provided value: "
                            + submission.encoding() + " and " + submission.noise());
        }
        long lengthBytes = Claim.lengthBytes(terms, base, caller, submission);
        if (submission.lengthBytes() != lengthBytes) {
            throw new RefusalException(
                    RefusalCode.WRONG_LENGTH,
                    "lengthBytes must be " + lengthBytes + ", the length of an update of this task. Provided value: "
                            + submission.lengthBytes());
        }
        if (Cid.parse(submission.cid()).codec() != Codec.forLength(lengthBytes)) {
            throw new RefusalException(
                    RefusalCode.WRONG_LENGTH,
                    "The CID of " + lengthBytes + " bytes must have codec " + Codec.forLength(lengthBytes)
                            + ". Provided value: " + submission.cid());
        }
    }
}
