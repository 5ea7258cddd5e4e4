package org.fedfabric.trainer.ledger;

import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.Declaration;
import org.fedfabric.protocol.ledger.EndorserStatus;
import org.fedfabric.protocol.ledger.Environment;
import org.fedfabric.protocol.ledger.HoldOutScore;
import org.fedfabric.protocol.ledger.LocalScore;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;

/**
 * The chaincode's functions that a trainer's life takes (architecture.md §7), with their types. Each method is one call,
 * but for the lists, which are read to their end.
 */
public final class FederationContract {
    /** Most items a page has. */
    private static final int PAGE = 100;

    private final LedgerClient client;

    /** The functions as the client's identity calls them. */
    public FederationContract(LedgerClient client) {
        this.client = client;
    }

    /** The client behind it. */
    public LedgerClient client() {
        return client;
    }

    /** What the chaincode beside the own enterprise's peer says of itself; others would each say something else. */
    public EndorserStatus endorser() throws LedgerException {
        return CanonicalJson.read(client.evaluate("endorser:Status"), EndorserStatus.class);
    }

    /** For whom the client's certificate acts. */
    public Participant whoami() throws LedgerException {
        return CanonicalJson.read(client.evaluate("participant:Whoami"), Participant.class);
    }

    /** A participant by its id, if it is enrolled. */
    public Optional<Participant> participant(String id) throws LedgerException {
        return ifFound(() -> CanonicalJson.read(client.evaluate("participant:Get", id), Participant.class));
    }

    /** A task by its name, if it exists. */
    public Optional<TaskRecord> task(String task) throws LedgerException {
        return ifFound(() -> CanonicalJson.read(client.evaluate("task:Get", task), TaskRecord.class));
    }

    /** The head version, if the task has started. */
    public Optional<VersionRecord> head(String task) throws LedgerException {
        return ifFound(() -> CanonicalJson.read(client.evaluate("round:Get", task, "head"), VersionRecord.class));
    }

    /** A version by its number, if there is one. */
    public Optional<VersionRecord> version(String task, long version) throws LedgerException {
        return ifFound(() ->
                CanonicalJson.read(client.evaluate("round:Get", task, Long.toString(version)), VersionRecord.class));
    }

    /** All tasks of the channel, by name. */
    public List<TaskRecord> tasks() throws LedgerException {
        List<TaskRecord> all = new ArrayList<>();
        Page<TaskRecord> page = new Page<>(List.of(), "");
        do {
            page = Page.read(client.evaluate("task:List", Integer.toString(PAGE), page.bookmark()), TaskRecord.class);
            all.addAll(page.items());
        } while (!page.isLast());
        return all;
    }

    /** All versions of a task, from the initial model on; none before the task has started. */
    public List<VersionRecord> versions(String task) throws LedgerException {
        List<VersionRecord> all = new ArrayList<>();
        String from = "0";
        do {
            Page<VersionRecord> page = Page.read(
                    client.evaluate("round:History", task, from, Integer.toString(PAGE)), VersionRecord.class);
            all.addAll(page.items());
            from = page.bookmark();
        } while (!from.isEmpty());
        return all;
    }

    /** A data set's account, if it is registered. */
    public Optional<DataAccount> account(String mspId, String lineage) throws LedgerException {
        return ifFound(() -> {
            // The answer has the account's figures as ε beside it.
            String answer = client.evaluate("privacy:Account", mspId, lineage);
            return CanonicalJson.read(
                    JsonParser.parseString(answer)
                            .getAsJsonObject()
                            .get("account")
                            .toString(),
                    DataAccount.class);
        });
    }

    /** What members say they train with, in the order of their ids. */
    public List<Declaration> declarations(String task) throws LedgerException {
        List<Declaration> all = new ArrayList<>();
        Page<Declaration> page = new Page<>(List.of(), "");
        do {
            page = Page.read(
                    client.evaluate("task:Declarations", task, Integer.toString(PAGE), page.bookmark()),
                    Declaration.class);
            all.addAll(page.items());
        } while (!page.isLast());
        return all;
    }

    /** Says what the caller trains with. */
    public CommittedTransaction declare(String task, Environment environment) throws LedgerException {
        return client.submit("participant:Declare", task, CanonicalJson.write(environment));
    }

    /** Says how well a published version does on the caller's own rows. */
    public CommittedTransaction report(String task, long version, HoldOutScore score) throws LedgerException {
        return client.submit("round:Report", task, Long.toString(version), CanonicalJson.write(score));
    }

    /** What members say of a version, in the order of their ids. */
    public List<LocalScore> reports(String task, long version) throws LedgerException {
        List<LocalScore> all = new ArrayList<>();
        Page<LocalScore> page = new Page<>(List.of(), "");
        do {
            page = Page.read(
                    client.evaluate(
                            "round:Reports", task, Long.toString(version), Integer.toString(PAGE), page.bookmark()),
                    LocalScore.class);
            all.addAll(page.items());
        } while (!page.isLast());
        return all;
    }

    /** All who joined, in the order of their ids. */
    public List<Membership> memberships(String task) throws LedgerException {
        List<Membership> all = new ArrayList<>();
        Page<Membership> page = new Page<>(List.of(), "");
        do {
            page = Page.read(
                    client.evaluate("task:Joins", task, Integer.toString(PAGE), page.bookmark()), Membership.class);
            all.addAll(page.items());
        } while (!page.isLast());
        return all;
    }

    /** A participant's membership in a task, if it has joined. A list begins at its bookmark, so a page of one will do. */
    public Optional<Membership> membership(String task, String participantId) throws LedgerException {
        return Page.read(client.evaluate("task:Joins", task, "1", participantId), Membership.class).items().stream()
                .filter(membership -> membership.participantId().equals(participantId))
                .findFirst();
    }

    /** The roster with each member's reputation, in the order of arrival; empty before the task has started. */
    public List<Standing> roster(String task) throws LedgerException {
        List<Standing> all = new ArrayList<>();
        String number = "0";
        do {
            Page<Standing> page = Page.read(client.evaluate("reputation:List", task, number), Standing.class);
            all.addAll(page.items());
            number = page.bookmark();
        } while (!number.isEmpty());
        return all;
    }

    /** The submissions of a version so far. */
    public List<UpdateRecord> updates(String task, long base) throws LedgerException {
        return Page.read(client.evaluate("update:List", task, Long.toString(base)), UpdateRecord.class)
                .items();
    }

    /** A participant's submission for a version, if there is one. */
    public Optional<UpdateView> update(String task, long base, String participantId) throws LedgerException {
        return ifFound(() -> CanonicalJson.read(
                client.evaluate("update:Get", task, Long.toString(base), participantId), UpdateView.class));
    }

    /** What the own enterprise's endorser says of an update. */
    public Verdict judge(String task, long base, String participantId) throws LedgerException {
        return CanonicalJson.read(
                client.evaluate("update:Judge", task, Long.toString(base), participantId), Verdict.class);
    }

    /** What a majority of enterprises says of an update, the own one left out. */
    public Verdict judgeElsewhere(String task, long base, String participantId) throws LedgerException {
        return CanonicalJson.read(
                client.evaluateElsewhere("update:Judge", task, Long.toString(base), participantId), Verdict.class);
    }

    /**
     * Joins a task under its terms.
     *
     * @param specDigest the terms, as the caller read and accepted them
     * @param lineage the data set that will be trained on
     * @param beaconTip the tip of a fresh hash chain
     * @param priorTasks up to 8 ended tasks whose verdicts are to count
     * @param submissions how many updates to pay for in advance
     */
    public CommittedTransaction join(
            String task, String specDigest, String lineage, String beaconTip, List<String> priorTasks, int submissions)
            throws LedgerException {
        return client.submit(
                "participant:Join",
                task,
                specDigest,
                lineage,
                beaconTip,
                String.join(",", priorTasks),
                Integer.toString(submissions));
    }

    /**
     * Starts a task: members are put on its roster a page at a time, the last page with the start itself. Repeating a call
     * that failed half-way does no harm.
     *
     * @param ids who takes part from version 0; any number
     */
    public CommittedTransaction start(String task, SortedSet<String> ids) throws LedgerException {
        List<String> sorted = List.copyOf(ids);
        int first = 0;
        for (; sorted.size() - first > RosterPage.CAPACITY; first += RosterPage.CAPACITY) {
            client.submit("task:Admit", task, joins(sorted.subList(first, first + RosterPage.CAPACITY)));
        }
        return client.submit("task:Start", task, joins(sorted.subList(first, sorted.size())));
    }

    private static String joins(List<String> ids) {
        return CanonicalJson.write(ids.toArray());
    }

    /** Leaves a task; takes effect with the next version. */
    public CommittedTransaction leave(String task) throws LedgerException {
        return client.submit("participant:Leave", task);
    }

    /** Commits to an update's bytes. */
    public CommittedTransaction submit(String task, long base, Submission submission) throws LedgerException {
        return client.submit("update:Submit", task, Long.toString(base), CanonicalJson.write(submission));
    }

    /** Fixes the contributors of the head version, or extends its deadline, or ends the task for want of a quorum. */
    public CommittedTransaction close(String task, long version) throws LedgerException {
        return client.submit("round:Close", task, Long.toString(version));
    }

    /** Publishes the successor of a closed version. */
    public CommittedTransaction advance(String task, long version, AdvanceRequest request) throws LedgerException {
        return client.submit("round:Advance", task, Long.toString(version), CanonicalJson.write(request));
    }

    private interface Query<T> {
        T ask() throws LedgerException;
    }

    private static <T> Optional<T> ifFound(Query<T> query) throws LedgerException {
        try {
            return Optional.of(query.ask());
        } catch (LedgerRefusal e) {
            if (e.code() == RefusalCode.NOT_FOUND || e.code() == RefusalCode.NO_DATA_ACCOUNT) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
