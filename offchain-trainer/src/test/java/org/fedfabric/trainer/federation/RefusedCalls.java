package org.fedfabric.trainer.federation;

import com.google.gson.Gson;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;

/**
 * The table of {@link RefusalsIT}: calls by identities that may call, each refused by one rule. It takes a task that is
 * open (A has joined, B has left), one that collects (A has submitted), one whose version is closed and revealed, one
 * named {@code done} and one named {@code stopped}.
 */
final class RefusedCalls {
    static final String SALT = "5a".repeat(16);
    private static final String NOBODY = "77".repeat(32);

    private final ScriptedNetwork network;
    private final String admin;
    private final String a;
    private final String b;
    private final String c;
    private final String late;
    private final ScriptedTask open;
    private final ScriptedTask running;
    private final VersionRecord runningBase;
    private final ScriptedTask closed;
    private final VersionRecord closedBase;
    private final String closedCid;

    RefusedCalls(ScriptedNetwork network, ScriptedTask open, ScriptedTask running, ScriptedTask closed)
            throws Exception {
        this.network = network;
        this.admin = network.id(0, "admin");
        this.a = network.id(0, "p1");
        this.b = network.id(1, "p1");
        this.c = network.id(2, "p1");
        this.late = network.id(0, "p2");
        this.open = open;
        this.running = running;
        this.runningBase = running.version("0");
        this.closed = closed;
        this.closedBase = closed.version("0");
        this.closedCid = closed.recomputed(a, 1);
    }

    /** A call that is refused. */
    record Refused(RefusalCode code, String why, String by, String function, String[] arguments) {
        @Override
        public String toString() {
            return code + ": " + function + " " + why;
        }
    }

    Stream<Refused> all() throws Exception {
        return Stream.of(participants(), tasks(), submissions(), rounds()).flatMap(s -> s);
    }

    private static Refused refused(RefusalCode code, String why, String by, String function, String... arguments) {
        return new Refused(code, why, by, function, arguments);
    }

    private Stream<Refused> participants() throws Exception {
        String enroll = "participant:Enroll";
        String join = "participant:Join";
        String register = "participant:RegisterData";
        String again = ScriptedNetwork.registration("rows", 1);
        String vote = "enterprise:Vote";
        String own = ScriptedNetwork.mspOf(admin);
        String rival = ScriptedNetwork.mspOf(b);
        return Stream.of(
                refused(RefusalCode.OWN_ENTERPRISE, "on itself", admin, vote, own, "ADMIT", ""),
                refused(RefusalCode.NOT_FOUND, "on nobody", admin, vote, "NobodyMSP", "SUSPEND", ""),
                refused(RefusalCode.NOT_FOUND, "with the rival's own", admin, vote, rival, "SUSPEND", rival),
                refused(RefusalCode.MALFORMED_ARGUMENT, "for exile", admin, vote, rival, "EXILE", ""),
                refused(RefusalCode.PARTICIPANT_EXISTS, "with other roles", admin, enroll, "p1", "TRAINER", NOBODY),
                refused(
                        RefusalCode.CERTIFICATE_BOUND,
                        "of another",
                        admin,
                        enroll,
                        "new",
                        "TRAINER",
                        network.fingerprint(a)),
                refused(RefusalCode.MALFORMED_ARGUMENT, "in capitals", admin, enroll, "New", "TRAINER", NOBODY),
                refused(RefusalCode.MALFORMED_ARGUMENT, "with no such role", admin, enroll, "new", "KING", NOBODY),
                refused(RefusalCode.MALFORMED_ARGUMENT, "short digest", admin, enroll, "new", "TRAINER", "77"),
                refused(
                        RefusalCode.CERTIFICATE_BOUND,
                        "of another",
                        admin,
                        "participant:Bind",
                        late,
                        network.fingerprint(a)),
                refused(RefusalCode.NOT_FOUND, "to nobody", admin, "participant:Bind", admin + "x", NOBODY),
                refused(RefusalCode.NOT_FOUND, "of nobody", admin, "participant:Unbind", NOBODY),
                refused(RefusalCode.NOT_FOUND, "of nobody", admin, "participant:Suspend", admin + "x", "true"),
                refused(RefusalCode.MALFORMED_ARGUMENT, "perhaps", admin, "participant:Suspend", a, "perhaps"),
                refused(RefusalCode.NOT_FOUND, "nobody", a, "participant:Get", admin + "x"),
                refused(RefusalCode.MALFORMED_ARGUMENT, "no page", a, "participant:List", "X", "0", ""),
                refused(
                        RefusalCode.DATA_VERSION_CONFLICT,
                        "opened twice",
                        admin,
                        register,
                        ScriptedNetwork.registration("rows", 0)),
                refused(
                        RefusalCode.DATA_VERSION_CONFLICT,
                        "skipping a version",
                        a,
                        register,
                        ScriptedNetwork.registration("rows", 2)),
                refused(
                        RefusalCode.NO_DATA_ACCOUNT,
                        "never opened",
                        a,
                        register,
                        ScriptedNetwork.registration("other", 1)),
                refused(
                        RefusalCode.ACCOUNT_TERMS_FIXED,
                        "another delta",
                        a,
                        register,
                        SmallTask.edited(again, "deltaPerBillion", "1")),
                refused(RefusalCode.MALFORMED_ARGUMENT, "not canonical", a, register, again + " "),
                refused(
                        RefusalCode.MALFORMED_ARGUMENT,
                        "2^41 rows",
                        a,
                        register,
                        SmallTask.edited(again, "rowsLog2", "41")),
                refused(RefusalCode.SPEC_MISMATCH, "other terms", late, join, "open", NOBODY, "rows", NOBODY, "", "0"),
                refused(RefusalCode.ALREADY_JOINED, "with another chain", a, join, with(open.joining(a), 3, NOBODY)),
                refused(RefusalCode.BEACON_MISMATCH, "with a new chain", b, join, with(open.joining(b), 3, NOBODY)),
                refused(RefusalCode.NO_DATA_ACCOUNT, "without data", late, join, with(open.joining(late), 2, "other")),
                refused(
                        RefusalCode.UNPROTECTED_NOT_ALLOWED,
                        "with guarded data",
                        late,
                        join,
                        with(open.joining(late), 2, "guarded")),
                refused(
                        RefusalCode.NO_PRIOR,
                        "naming a running task",
                        late,
                        join,
                        with(open.joining(late), 4, "running")),
                refused(
                        RefusalCode.NO_PRIOR,
                        "naming a task it had no part in",
                        late,
                        join,
                        with(open.joining(late), 4, "done")),
                refused(
                        RefusalCode.WRONG_TASK_STATE,
                        "of a stopped task",
                        late,
                        join,
                        with(open.joining(late), 0, "stopped")),
                refused(RefusalCode.NOT_FOUND, "of no task", late, join, with(open.joining(late), 0, "nothing")),
                refused(RefusalCode.NOT_JOINED, "without joining", late, "participant:Leave", "open"),
                refused(RefusalCode.WRONG_TASK_STATE, "after the end", a, "participant:Leave", "stopped"),
                refused(RefusalCode.NOT_CHARGED, "free of charge", a, "privacy:TopUp", "running", "1"),
                refused(RefusalCode.MALFORMED_ARGUMENT, "of nothing", a, "privacy:TopUp", "running", "0"),
                refused(RefusalCode.NOT_CHARGED, "free of charge", a, "privacy:Release", "stopped"),
                refused(RefusalCode.NOT_JOINED, "of a stranger", late, "privacy:Release", "stopped"),
                refused(
                        RefusalCode.NO_DATA_ACCOUNT,
                        "unknown",
                        a,
                        "privacy:Account",
                        network.mspIds().get(0),
                        "other"));
    }

    private Stream<Refused> tasks() {
        return Stream.of(
                refused(
                        RefusalCode.TASK_EXISTS,
                        "twice",
                        admin,
                        "task:Create",
                        CanonicalJson.write(SmallTask.spec("open"))),
                refused(RefusalCode.ROSTER_MISMATCH, "of one who left", admin, "task:Admit", "open", json(a, b)),
                refused(RefusalCode.MALFORMED_ARGUMENT, "not sorted", admin, "task:Admit", "open", json(b, a)),
                refused(RefusalCode.MALFORMED_ARGUMENT, "of 257", admin, "task:Admit", "open", json(many(257))),
                refused(RefusalCode.WRONG_TASK_STATE, "after the start", admin, "task:Admit", "running", json(a)),
                refused(RefusalCode.TOO_FEW_PARTICIPANTS, "with one", admin, "task:Start", "open", json(a)),
                refused(RefusalCode.ROSTER_MISMATCH, "with one who left", admin, "task:Start", "open", json(a, b)),
                refused(RefusalCode.MALFORMED_ARGUMENT, "not sorted", admin, "task:Start", "open", json(b, a)),
                refused(RefusalCode.MALFORMED_ARGUMENT, "twice", admin, "task:Start", "open", json(a, a)),
                refused(RefusalCode.MALFORMED_ARGUMENT, "257", admin, "task:Start", "open", json(many(257))),
                refused(RefusalCode.WRONG_TASK_STATE, "twice", admin, "task:Start", "running", json(a, b)),
                refused(RefusalCode.WRONG_TASK_STATE, "twice", admin, "task:Stop", "stopped"),
                refused(RefusalCode.WRONG_TASK_STATE, "after the end", admin, "task:Stop", "done"),
                refused(RefusalCode.WRONG_TASK_STATE, "too early", admin, "task:RevealTest", reveal("running", SALT)),
                refused(RefusalCode.TEST_SET_MISMATCH, "another set", admin, "task:RevealTest", reveal("done", SALT)),
                refused(RefusalCode.MALFORMED_ARGUMENT, "short salt", admin, "task:RevealTest", reveal("done", "5a")),
                refused(RefusalCode.NOT_FOUND, "unknown", a, "task:Get", "nothing"),
                refused(RefusalCode.MALFORMED_ARGUMENT, "in capitals", a, "task:Get", "Running"),
                refused(RefusalCode.MALFORMED_ARGUMENT, "of 1,001", a, "task:List", "1001", ""),
                refused(RefusalCode.NOT_FOUND, "unknown", a, "task:Joins", "nothing", "10", ""),
                refused(RefusalCode.NOT_FOUND, "of an outsider", a, "reputation:Get", "running", late));
    }

    private Stream<Refused> submissions() {
        byte[] bytes = running.update(b, runningBase);
        Submission good = running.submission(b, runningBase, bytes);
        String json = CanonicalJson.write(good);
        String large = Cid.of(new byte[(1 << 20) + 1]).text();
        VersionRecord other = closedBase;
        return Stream.of(
                submits(
                        RefusalCode.DUPLICATE_UPDATE,
                        "another CID",
                        a,
                        CanonicalJson.write(running.submission(a, runningBase, good.cid()))),
                submits(RefusalCode.NOT_SELECTED, "after joining late", late, json),
                submits(RefusalCode.WRONG_LENGTH, "one byte less", b, edited(json, "lengthBytes", good, -1)),
                submits(RefusalCode.WRONG_LENGTH, "one byte more", b, edited(json, "lengthBytes", good, 1)),
                submits(RefusalCode.WRONG_LENGTH, "a file's CID for a block", b, json.replace(good.cid(), large)),
                submits(RefusalCode.WRONG_ENCODING, "another encoding", b, json.replace("dense-int32", "dense-int16")),
                submits(RefusalCode.WRONG_ENCODING, "noise", b, json.replace("\"none\"", "\"gaussian\"")),
                submits(RefusalCode.BEACON_MISMATCH, "another preimage", b, json.replace(good.preimage(), NOBODY)),
                submits(
                        RefusalCode.BEACON_MISMATCH,
                        "the preimage after next",
                        b,
                        json.replace(
                                good.preimage(),
                                running.submission(b, next(runningBase), good.cid())
                                        .preimage())),
                submits(
                        RefusalCode.MALFORMED_ARGUMENT,
                        "a CID in capitals",
                        b,
                        json.replace(good.cid(), good.cid().toUpperCase(Locale.ROOT))),
                submits(
                        RefusalCode.MALFORMED_ARGUMENT,
                        "a CID of version 0",
                        b,
                        json.replace(good.cid(), "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG")),
                submits(
                        RefusalCode.MALFORMED_ARGUMENT,
                        "a CID cut short",
                        b,
                        json.replace(good.cid(), good.cid().substring(0, 58))),
                submits(RefusalCode.MALFORMED_ARGUMENT, "a blank", b, json.replace(":", ": ")),
                submits(RefusalCode.MALFORMED_ARGUMENT, "a line's end", b, json + "\n"),
                submits(
                        RefusalCode.MALFORMED_ARGUMENT,
                        "a repeated key",
                        b,
                        json.replace("\"schema\":1", "\"schema\":1,\"schema\":1")),
                submits(RefusalCode.MALFORMED_ARGUMENT, "an unknown key", b, json.replace("}", ",\"more\":1}")),
                submits(
                        RefusalCode.MALFORMED_ARGUMENT,
                        "a fraction",
                        b,
                        json.replace("\"schema\":1", "\"schema\":1.0")),
                submits(
                        RefusalCode.MALFORMED_ARGUMENT,
                        "another schema",
                        b,
                        json.replace("\"schema\":1", "\"schema\":2")),
                submits(RefusalCode.MALFORMED_ARGUMENT, "no noise named", b, json.replace("\"noise\":\"none\",", "")),
                submits(RefusalCode.MALFORMED_ARGUMENT, "nothing", b, ""),
                refused(RefusalCode.NOT_FOUND, "to a later version", b, "update:Submit", "running", "1", json),
                refused(RefusalCode.MALFORMED_ARGUMENT, "to version 00", b, "update:Submit", "running", "00", json),
                refused(RefusalCode.MALFORMED_ARGUMENT, "to version -1", b, "update:Submit", "running", "-1", json),
                refused(RefusalCode.NOT_FOUND, "to no task", b, "update:Submit", "nothing", "0", json),
                refused(RefusalCode.WRONG_TASK_STATE, "to an open task", b, "update:Submit", "open", "0", json),
                refused(RefusalCode.WRONG_TASK_STATE, "to a stopped task", b, "update:Submit", "stopped", "0", json),
                refused(
                        RefusalCode.NOT_COLLECTING,
                        "to a closed version",
                        late,
                        "update:Submit",
                        closed.submitting(other, closed.submission(late, other, good.cid()))),
                refused(RefusalCode.NOT_FOUND, "not submitted", b, "update:Get", "running", "0", c),
                refused(RefusalCode.NOT_CONTRIBUTOR, "of a bystander", a, "update:Judge", "closed", "0", late));
    }

    private Refused submits(RefusalCode code, String why, String by, String submission) {
        return refused(code, "with " + why, by, "update:Submit", "running", "0", submission);
    }

    private Stream<Refused> rounds() {
        String initial = closedBase.modelCid();
        String request = CanonicalJson.write(new AdvanceRequest(1, initial, List.of(), List.of(), List.of()));
        String capitals = request.replace(initial, initial.toUpperCase(Locale.ROOT));
        return Stream.of(
                refused(RefusalCode.TOO_EARLY, "with one of three", a, "round:Close", "running", "0"),
                refused(RefusalCode.NOT_COLLECTING, "twice", a, "round:Close", "closed", "0"),
                refused(RefusalCode.NOT_FOUND, "of a later version", a, "round:Close", "running", "1"),
                refused(RefusalCode.MALFORMED_ARGUMENT, "of the head", a, "round:Close", "running", "head"),
                refused(RefusalCode.WRONG_TASK_STATE, "after the end", a, "round:Close", "done", "0"),
                refused(RefusalCode.NOT_CLOSED, "of a collecting version", a, "round:Advance", "running", "0", request),
                refused(RefusalCode.WRONG_TASK_STATE, "after the end", a, "round:Advance", "done", "0", request),
                refused(RefusalCode.NOT_FOUND, "to a later version", a, "round:Advance", "closed", "1", request),
                refused(RefusalCode.AGGREGATE_MISMATCH, "with another CID", a, "round:Advance", "closed", "0", request),
                refused(RefusalCode.MALFORMED_ARGUMENT, "with capitals", a, "round:Advance", "closed", "0", capitals),
                refused(RefusalCode.MALFORMED_ARGUMENT, "a blank", a, "round:Advance", "closed", "0", request + " "),
                advances(RefusalCode.NOT_YET_UNAVAILABLE, "before the deadline", List.of(b), List.of(), List.of()),
                advances(RefusalCode.NOT_CONTRIBUTOR, "for a bystander", List.of(late), List.of(), List.of()),
                advances(RefusalCode.ROSTER_MISMATCH, "with a member's join", List.of(), List.of(a), List.of()),
                advances(RefusalCode.ROSTER_MISMATCH, "with an outsider", List.of(), List.of(late), List.of()),
                advances(
                        RefusalCode.ROSTER_MISMATCH, "with a leave of one who stays", List.of(), List.of(), List.of(b)),
                refused(
                        RefusalCode.MALFORMED_ARGUMENT,
                        "with 65 joins",
                        a,
                        "round:Advance",
                        "closed",
                        "0",
                        request.replace("\"joins\":[]", "\"joins\":" + json(many(65)))),
                refused(
                        RefusalCode.MALFORMED_ARGUMENT,
                        "with ids not sorted",
                        a,
                        "round:Advance",
                        "closed",
                        "0",
                        request.replace("\"unavailable\":[]", "\"unavailable\":" + json(b, a))),
                refused(RefusalCode.NOT_CLOSED, "of a collecting version", a, "round:Recompute", "running", "1"),
                refused(RefusalCode.NOT_FOUND, "unknown", a, "round:Get", "running", "1"),
                refused(RefusalCode.NOT_FOUND, "not started", a, "round:Get", "open", "head"),
                refused(RefusalCode.MALFORMED_ARGUMENT, "of the newest", a, "round:Get", "running", "newest"),
                refused(RefusalCode.MALFORMED_ARGUMENT, "of 101", a, "round:History", "running", "0", "101"));
    }

    private Refused advances(
            RefusalCode code, String why, List<String> unavailable, List<String> joins, List<String> leaves) {
        String request = CanonicalJson.write(new AdvanceRequest(1, closedCid, unavailable, joins, leaves));
        return refused(code, why, a, "round:Advance", "closed", "0", request);
    }

    private static VersionRecord next(VersionRecord base) {
        return CanonicalJson.read(
                SmallTask.edited(CanonicalJson.write(base), "version", Long.toString(base.version() + 1)),
                VersionRecord.class);
    }

    private static String edited(String json, String field, Submission good, long change) {
        return SmallTask.edited(json, field, Long.toString(good.lengthBytes() + change));
    }

    private static String[] with(String[] arguments, int index, String value) {
        String[] changed = arguments.clone();
        changed[index] = value;
        return changed;
    }

    private static String[] reveal(String task, String salt) {
        return new String[] {task, salt, Cid.of(Digests.sha256(new byte[0])).text(), "32"};
    }

    private String[] many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> network.mspIds().get(0) + "/x" + (1_000 + i))
                .toArray(String[]::new);
    }

    private static String json(String... ids) {
        return new Gson().toJson(ids);
    }
}
