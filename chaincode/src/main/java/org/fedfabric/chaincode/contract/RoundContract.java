package org.fedfabric.chaincode.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.fedfabric.chaincode.function.Arguments;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.judging.Claim;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.judging.Successor;
import org.fedfabric.chaincode.judging.Terms;
import org.fedfabric.chaincode.ledger.Ledger;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.StopReason;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.Transitions;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.membership.EnterpriseVotes;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.roster.RosterRules;
import org.fedfabric.protocol.round.CloseDecision;
import org.fedfabric.protocol.round.VersionRules;

/** Versions: closing them and putting the next one in their place (protocol.md §2). */
public final class RoundContract {
    private static final String HEAD = "head";

    private final Judging judging;

    /** The contract over an endorser's judge. */
    public RoundContract(Judging judging) {
        this.judging = judging;
    }

    /**
     * What this endorser computes for a version.
     *
     * @param cid the model's address
     * @param scoreMicros the model's own score
     * @param contributors what it was made of, with this endorser's verdicts and weights
     */
    public record Recomputation(String cid, long scoreMicros, List<Contributor> contributors) {}

    /** The functions {@code round:…}. */
    public List<Function> functions() {
        return List.of(
                new Function(
                        "round:Get",
                        Effect.QUERY,
                        List.of("task", "version"),
                        "A version by its number, or the newest by the word head.",
                        RoundContract::get),
                new Function(
                        "round:History",
                        Effect.QUERY,
                        List.of("task", "fromVersion", "count"),
                        "At most 100 versions from a number on.",
                        RoundContract::history),
                new Function(
                        "round:Close",
                        Effect.TRANSACTION,
                        List.of("task", "version"),
                        "An aggregator fixes the contributors of a version, or extends its deadline, or ends the task, as"
                                + " submissions and time demand.",
                        this::close),
                new Function(
                        "round:Advance",
                        Effect.TRANSACTION,
                        List.of("task", "version", "request"),
                        "An aggregator publishes the successor of a closed version; every endorser judges, sums and"
                                + " compares.",
                        this::advance),
                new Function(
                        "round:Recompute",
                        Effect.QUERY,
                        List.of("task", "version"),
                        "What this endorser computes for a version from the bytes, to find where endorsers differ.",
                        this::recompute));
    }

    private static VersionRecord get(Call call) {
        String task = call.arguments().id(0);
        long version =
                call.arguments().text(1).equals(HEAD) ? Find.head(call.ledger(), task) : number(call.arguments());
        return Find.version(call.ledger(), task, version);
    }

    private static Page<VersionRecord> history(Call call) {
        String task = call.arguments().id(0);
        long from = number(call.arguments());
        long count = call.arguments().number(2, 1, Lists.MAX_PAGE);
        Find.task(call.ledger(), task);
        List<VersionRecord> versions = LongStream.range(from, from + count)
                .boxed()
                .flatMap(version -> call.ledger().version(task, version).stream())
                .toList();
        return new Page<>(versions, versions.size() < count ? "" : Long.toString(from + count));
    }

    private VersionRecord close(Call call) {
        Access.as(Role.AGGREGATOR, call);
        String name = call.arguments().id(0);
        long number = number(call.arguments());
        Ledger ledger = call.ledger();
        TaskRecord task = Find.runningTask(call, name);
        VersionRecord version = Find.version(ledger, name, number);
        if (version.state() == VersionState.PUBLISHED) {
            throw notHead(version);
        }
        Transitions.require(version.state(), VersionState.CLOSED);
        VersionRules.requireClock(ledger.timestampMillis(), judging.epochMillis());
        List<UpdateRecord> submissions = version.selected().stream()
                .flatMap(id -> ledger.update(name, number, id).stream())
                .toList();
        CloseDecision decision = VersionRules.decideClose(
                task.spec(), version, submissions, RosterRules.members(ledger.roster(name)), ledger.timestampMillis());
        if (decision instanceof CloseDecision.Close close) {
            return write(ledger, close.closed(), TaskEvent.Kind.CLOSED);
        }
        if (decision instanceof CloseDecision.Extend extend) {
            return write(ledger, extend.extended(), TaskEvent.Kind.EXTENDED);
        }
        if (decision instanceof CloseDecision.Stop stop) {
            ledger.put(task.in(Transitions.require(task.state(), TaskState.STOPPED), StopReason.QUORUM));
            return write(ledger, stop.ended(), TaskEvent.Kind.STOPPED);
        }
        throw new RefusalException(
                RefusalCode.TOO_EARLY,
                "A version is closed when all " + version.selected().size() + " selected have submitted, or from "
                        + ((CloseDecision.TooEarly) decision).earliestMillis() + " ms on. Provided value: "
                        + submissions.size() + " submissions at " + ledger.timestampMillis() + " ms");
    }

    private VersionRecord advance(Call call) {
        Access.as(Role.AGGREGATOR, call);
        String name = call.arguments().id(0);
        long number = number(call.arguments());
        AdvanceRequest request = call.arguments().parsed(2, RoundContract::request);
        Ledger ledger = call.ledger();
        long nowMillis = ledger.timestampMillis();
        TaskRecord task = Find.runningTask(call, name);
        VersionRecord closed = Find.version(ledger, name, number);
        if (Find.head(ledger, name) != number) {
            throw notHead(closed);
        }
        Transitions.require(closed.state(), VersionState.PUBLISHED);
        VersionRules.requireClock(nowMillis, judging.epochMillis());
        requireUnavailable(closed, request.unavailable(), nowMillis);
        List<Membership> joins = Rosters.standing(ledger, name, request.joins());
        Rosters.requireGone(ledger, name, request.leaves());
        List<RosterPage> pages = ledger.roster(name);
        List<UpdateRecord> updates = updates(ledger, closed);

        Successor successor = judging.successor(
                Terms.of(ledger.channel(), task), closed, claims(ledger, task, closed, updates), request.unavailable());
        requireSame(successor, request.cid());
        VersionRecord judged = successor.judged();
        List<RosterPage> nextPages = RosterRules.advance(task.spec(), pages, judged, joins, request.leaves());
        List<RosterMember> members = EnterpriseVotes.selectable(ledger.enterprises(), RosterRules.members(nextPages));
        VersionRecord next = VersionRules.next(
                task.spec(),
                judged,
                successor.cid(),
                updates.stream().map(update -> update.submission().preimage()).toList(),
                members,
                nowMillis,
                successor.scoreMicros());
        judging.keep(successor);

        Rosters.putChanged(ledger, pages, nextPages);
        ledger.put(judged);
        ledger.put(next);
        ledger.putHead(name, next.version());
        TaskRecord after = VersionRules.taskAfter(task, next, members);
        if (!after.equals(task)) {
            ledger.put(after);
        }
        ledger.event(new TaskEvent(1, kind(after), name, next.version(), null, next.modelCid()));
        return next;
    }

    private Recomputation recompute(Call call) {
        Access.active(call);
        TaskRecord task = Find.task(call.ledger(), call.arguments().id(0));
        long number = call.arguments().number(1, 1, UpdateContract.MAX_VERSION);
        Find.requireRules(call, task.spec());
        VersionRecord base = Find.version(call.ledger(), task.spec().name(), number - 1);
        UpdateContract.requireClosed(base);
        List<String> unavailable = base.contributors().stream()
                .filter(c -> c.verdict() != null && c.verdict().outcome() == Verdict.Outcome.UNAVAILABLE)
                .map(Contributor::id)
                .toList();
        List<Contributor> unjudged = base.contributors().stream()
                .map(c -> new Contributor(c.id(), c.cid(), c.lengthBytes(), c.rowsLog2(), null, null))
                .toList();
        VersionRecord closed = base.in(VersionState.CLOSED, unjudged);
        Successor successor = judging.recompute(
                Terms.of(call.ledger().channel(), task),
                closed,
                claims(call.ledger(), task, closed, updates(call.ledger(), closed)),
                unavailable);
        return new Recomputation(
                successor.cid(), successor.scoreMicros(), successor.judged().contributors());
    }

    /** The committed updates of all contributors: written once by Submit, never again, so reading them cannot conflict. */
    private static List<UpdateRecord> updates(Ledger ledger, VersionRecord closed) {
        return closed.contributors().stream()
                .map(c -> Find.update(ledger, closed.task(), closed.version(), c.id()))
                .toList();
    }

    private static List<Claim> claims(
            Ledger ledger, TaskRecord task, VersionRecord closed, List<UpdateRecord> updates) {
        Terms terms = Terms.of(ledger.channel(), task);
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < updates.size(); i++) {
            claims.add(Claim.of(
                    terms, closed, updates.get(i), closed.contributors().get(i)));
        }
        return claims;
    }

    private static void requireUnavailable(VersionRecord closed, List<String> unavailable, long nowMillis) {
        List<String> contributors =
                closed.contributors().stream().map(Contributor::id).toList();
        for (String id : unavailable) {
            if (!contributors.contains(id)) {
                throw new RefusalException(
                        RefusalCode.NOT_CONTRIBUTOR,
                        "Who is named unavailable must be a contributor of version " + closed.version()
                                + ". Provided value: " + id);
            }
        }
        if (!unavailable.isEmpty()) {
            VersionRules.requireMayBeUnavailable(closed, nowMillis);
        }
    }

    private static void requireSame(Successor successor, String cid) {
        if (!successor.cid().equals(cid)) {
            List<String> verdicts = successor.judged().contributors().stream()
                    .map(c -> c.id() + " " + c.verdict().outcome())
                    .toList();
            throw new RefusalException(
                    RefusalCode.AGGREGATE_MISMATCH,
                    "The next model must be " + successor.cid() + ", which this endorser computes from " + verdicts
                            + ". Provided value: " + cid);
        }
    }

    private static VersionRecord write(Ledger ledger, VersionRecord version, TaskEvent.Kind kind) {
        ledger.put(version);
        ledger.event(new TaskEvent(1, kind, version.task(), version.version(), null, null));
        return version;
    }

    private static TaskEvent.Kind kind(TaskRecord after) {
        return switch (after.state()) {
            case COMPLETED -> TaskEvent.Kind.COMPLETED;
            case STOPPED -> TaskEvent.Kind.STOPPED;
            case OPEN, RUNNING -> TaskEvent.Kind.PUBLISHED;
        };
    }

    private static AdvanceRequest request(String json) {
        AdvanceRequest request = CanonicalJson.read(json, AdvanceRequest.class);
        Cid.parse(request.cid());
        return request;
    }

    private static RefusalException notHead(VersionRecord version) {
        return new RefusalException(
                RefusalCode.NOT_HEAD,
                "The version must be the newest. Provided value: version " + version.version() + ", which is "
                        + version.state());
    }

    private static long number(Arguments arguments) {
        return arguments.number(1, 0, UpdateContract.MAX_VERSION);
    }
}
