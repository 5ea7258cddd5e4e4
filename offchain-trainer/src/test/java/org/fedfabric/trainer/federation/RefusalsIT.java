package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.client.Transaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the rules refuse to identities that may call (protocol.md §1 to §4), through the gateway: the documented code, no
 * block, no changed record. Terms of tasks are {@link CreateRefusalsIT}'s, moments {@link DeadlinesIT}'s.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {
    private static final String[] TASKS = {"open", "running", "closed"};
    private static final String SALT = "5a".repeat(16);
    private static final String NOBODY = "77".repeat(32);

    @TempDir
    static Path state;

    private ScriptedNetwork network;
    private String admin;
    private String a;
    private String b;
    private String c;
    private String late;
    private ScriptedTask running;
    private VersionRecord runningBase;
    private ScriptedTask closed;
    private VersionRecord closedBase;
    private String closedCid;
    private ScriptedTask open;
    private long readAtHeight = -1;
    private Map<String, String> read;

    /** A call that is refused. */
    private record Refused(RefusalCode code, String why, String by, String function, String[] arguments) {
        @Override
        public String toString() {
            return code + ": " + function + " " + why;
        }
    }

    @BeforeAll
    void bringTasksIntoEveryState() throws Exception {
        network = ScriptedNetwork.honest(state, 3);
        network.open();
        admin = network.id(0, "admin");
        a = network.id(0, "p1");
        b = network.id(1, "p1");
        c = network.id(2, "p1");
        late = network.id(0, "p2");
        for (String id : List.of(a, b, c, late)) {
            network.enrol(id, "TRAINER,AGGREGATOR");
        }
        network.as(admin)
                .submit(
                        "participant:RegisterData",
                        SmallTask.edited(ScriptedNetwork.registration("guarded", 0), "allowUnprotected", "false"));
        open = new ScriptedTask(network, SmallTask.spec("open")).create();
        network.as(a).submit("participant:Join", open.joining(a));
        network.as(b).submit("participant:Join", open.joining(b));
        network.as(b).submit("participant:Leave", "open");

        running = new ScriptedTask(network, SmallTask.spec("running")).start(a, b, c);
        runningBase = running.version("head");
        running.submit(a, runningBase, running.update(a, runningBase));
        network.as(late).submit("participant:Join", running.joining(late));

        closed = new ScriptedTask(network, SmallTask.spec("closed")).start(a, b, c);
        closedBase = closed.submitAndClose(a, b, c);
        closed.revealAll(closedBase, a, b, c);
        closedCid = closed.recomputed(a, 1);

        ScriptedTask done = new ScriptedTask(
                        network,
                        SmallTask.revealable("done", SALT, Cid.of(new byte[1]).text()))
                .start(a, b, c);
        VersionRecord doneBase = done.submitAndClose(a, b, c);
        done.revealAll(doneBase, a, b, c);
        done.advance(a, doneBase);

        ScriptedTask stopped = new ScriptedTask(network, SmallTask.spec("stopped")).create();
        network.as(a).submit("participant:Join", stopped.joining(a));
        network.as(admin).submit("task:Stop", "stopped");
    }

    @AfterAll
    void stop() {
        network.close();
    }

    private static Refused refused(RefusalCode code, String why, String by, String function, String... arguments) {
        return new Refused(code, why, by, function, arguments);
    }

    private Stream<Refused> participants() {
        String enroll = "participant:Enroll";
        String join = "participant:Join";
        String register = "participant:RegisterData";
        String again = ScriptedNetwork.registration("rows", 1);
        return Stream.of(
                refused(RefusalCode.PARTICIPANT_EXISTS, "with other roles", admin, enroll, "p1", "TRAINER", NOBODY),
                refused(RefusalCode.CERTIFICATE_BOUND, "of another", admin, enroll, "new", "TRAINER", fingerprint(a)),
                refused(RefusalCode.MALFORMED_ARGUMENT, "in capitals", admin, enroll, "New", "TRAINER", NOBODY),
                refused(RefusalCode.MALFORMED_ARGUMENT, "with no such role", admin, enroll, "new", "KING", NOBODY),
                refused(RefusalCode.MALFORMED_ARGUMENT, "short digest", admin, enroll, "new", "TRAINER", "77"),
                refused(RefusalCode.CERTIFICATE_BOUND, "of another", admin, "participant:Bind", late, fingerprint(a)),
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

    Stream<Refused> calls() {
        return Stream.of(participants(), tasks(), submissions(), rounds()).flatMap(s -> s);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void is_refused_with_the_documented_code_and_writes_nothing(Refused call) throws Exception {
        if (network.height() != readAtHeight) {
            readAtHeight = network.height();
            read = network.records(TASKS);
        }
        network.refuses(call.code(), call.by(), call.function(), call.arguments());
        assertThat(network.records(TASKS)).isEqualTo(read);
    }

    @Test
    void an_update_for_a_version_with_a_successor_is_refused_as_stale() throws Exception {
        ScriptedTask task = new ScriptedTask(network, SmallTask.spec("stale")).start(a, b, c);
        VersionRecord base = task.submitAndClose(a, b, c);
        task.revealAll(base, a, b, c);
        task.advance(b, base);
        network.refuses(RefusalCode.NOT_HEAD, a, "round:Close", "stale", "0");
        assertThat(network.refuses(
                        RefusalCode.NOT_HEAD, a, "round:Advance", task.advancing(base, base.modelCid(), List.of())))
                .contains("PUBLISHED");
        network.refuses(
                RefusalCode.NOT_COLLECTING,
                late,
                "update:Submit",
                task.submitting(base, task.submission(late, base, task.update(late, base))));
    }

    @Test
    void an_enterprise_with_its_quota_of_places_gets_no_more_and_weighs_no_more() throws Exception {
        String[] crowd = {a, late, network.id(0, "p3"), b, c};
        network.enrol(crowd[2], "TRAINER");
        ScriptedTask task = new ScriptedTask(network, SmallTask.with(SmallTask.spec("crowded"), "selection.count", "4"))
                .start(crowd);
        VersionRecord base = task.version("head");
        List<String> ofA = base.selected().stream()
                .filter(id -> id.startsWith(network.mspIds().get(0)))
                .toList();
        assertThat(ofA).as("half of four places").hasSize(2);
        String left = Arrays.stream(crowd)
                .filter(id -> !base.selected().contains(id))
                .findFirst()
                .orElseThrow();
        network.refuses(
                RefusalCode.NOT_SELECTED,
                left,
                "update:Submit",
                task.submitting(base, task.submission(left, base, task.update(left, base))));

        // Two of A and one of B remain once C withholds nothing but sends rubbish: A's half is scaled down to B's.
        byte[] rubbish = new byte[16];
        for (String id : base.selected()) {
            byte[] bytes = id.equals(c) ? rubbish : task.update(id, base);
            task.submit(id, base, bytes);
            task.reveal(bytes, id);
        }
        network.as(a).submit("round:Close", task.name, "0");
        task.advance(a, base);
        assertThat(task.version("0").contributors())
                .filteredOn(contributor -> ofA.contains(contributor.id()))
                .allSatisfy(contributor -> assertThat(contributor.weight()).isEqualTo(1 << 15));
    }

    @Test
    void the_same_update_again_is_answered_with_its_record_and_changes_none() throws Exception {
        Map<String, String> before = network.records(TASKS);
        String[] arguments =
                running.submitting(runningBase, running.submission(a, runningBase, running.update(a, runningBase)));
        String record = network.as(a).evaluate("update:Get", "running", "0", a);
        assertThat(record)
                .contains(network.as(a).submit("update:Submit", arguments).result());
        assertThat(network.records(TASKS)).isEqualTo(before);
    }

    @Test
    void a_signed_proposal_is_endorsed_no_more_once_it_is_committed_and_a_transaction_counts_once() throws Exception {
        try (RawGateway gateway = network.raw(c, 2);
                RawGateway thief = network.raw(b, 1)) {
            String[] arguments =
                    running.submitting(runningBase, running.submission(c, runningBase, running.update(c, runningBase)));
            Proposal proposal = gateway.proposal("update:Submit", arguments);
            Transaction transaction = proposal.endorse();
            assertThat(transaction.submitAsync().getStatus().isSuccessful()).isTrue();
            Map<String, String> after = network.records(TASKS);
            long height = network.height();

            EndorseException failure = catchThrowableOfType(EndorseException.class, proposal::endorse);
            assertThat(RawGateway.text(failure)).contains("duplicate transaction found");
            assertThat(network.height()).isEqualTo(height);

            // Whoever carries a signed transaction a second time gets a block in which it counts for nothing.
            gateway.again(transaction).submitAsync();
            thief.again(transaction).submitAsync();
            network.as(a)
                    .submit(
                            "update:Submit",
                            running.submitting(
                                    runningBase, running.submission(a, runningBase, running.update(a, runningBase))));
            assertThat(network.records(TASKS)).isEqualTo(after);
        }
    }

    private String fingerprint(String id) {
        try {
            return network.fingerprint(id);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
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
        return new String[] {task, salt, Cid.of(Digests.sha256(new byte[0])).text()};
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
