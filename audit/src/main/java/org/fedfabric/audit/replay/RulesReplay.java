package org.fedfabric.audit.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.fedfabric.audit.Confirmation;
import org.fedfabric.audit.Replay;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.chain.StateWrite;
import org.fedfabric.audit.finding.Finding;
import org.fedfabric.audit.replay.Comparison.Difference;
import org.fedfabric.chaincode.FabricKeys;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * Replays a channel with FedFabric's own chaincode. Every transaction that counts is executed, whatever task it belongs to,
 * since accounts and participants are shared; only those of other tasks that need bytes (Create, Start, Advance) are taken
 * as recorded, once it is clear that they wrote nothing but their own task.
 *
 * <p>Whose turn it was to close or to advance is not checked: endorsers do not ask for it either.
 */
public final class RulesReplay implements Replay {
    private final String chaincode;
    private final String task;
    private final Function<LedgerTransaction, Identity> identities;
    private final AuditContent content;
    private final AuditJudging judging;
    private final FedFabricChaincode rules;
    private final Calls calls;
    private final ReplayState state = new ReplayState();
    private final Versions versions;
    private final Accounts accounts = new Accounts();
    private final Remarks remarks = new Remarks();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> gaps = new ArrayList<>();

    /** Tasks that were created under rules that this build does not have. */
    private final Map<String, Long> otherRules = new TreeMap<>();

    /**
     * Begins the replays of a channel's chaincode.
     *
     * @param chaincode its name on the channel, {@code fedfabric} unless it was deployed under another
     */
    public static Replay.Factory of(String chaincode) {
        return (task, content) -> begin(chaincode, task, content, RulesReplay::identity);
    }

    /** Begins a replay that tells who signed in its own way. */
    static Replay begin(
            String chaincode, String task, ContentStore store, Function<LedgerTransaction, Identity> identities) {
        AuditContent content = new AuditContent(store);
        return new LookAhead(new RulesReplay(chaincode, task, content, identities), content);
    }

    private RulesReplay(
            String chaincode, String task, AuditContent content, Function<LedgerTransaction, Identity> identities) {
        this.chaincode = chaincode;
        this.task = task;
        this.identities = identities;
        this.content = content;
        this.judging = new AuditJudging(content);
        this.rules = new FedFabricChaincode(judging);
        this.calls = new Calls(rules.functions());
        this.versions = new Versions(state, content);
    }

    @Override
    public void transaction(LedgerTransaction transaction) {
        if (!transaction.chaincode().equals(chaincode)) {
            return;
        }
        if (!transaction.recomputed().isValid()) {
            remarks.doesNotCount(transaction);
            return;
        }
        Optional<String> named = calls.task(transaction);
        Confirmation confirmation = check(transaction, named);
        charged(transaction, named, confirmation);
        OptionalLong version = calls.version(transaction);
        if (named.filter(this::isAudited).isPresent() && version.isPresent()) {
            versions.committed(transaction, named.get(), version.getAsLong(), confirmation);
        } else {
            state.apply(transaction);
        }
        named.filter(this::isAudited)
                .ifPresent(audited -> remarks.restsOn(transaction, audited, state, this::isAudited));
    }

    @Override
    public Outcome outcome() {
        rules.close();
        content.close();
        if (!task.isEmpty() && state.bytes(FabricKeys.text(StateKey.task(task))) == null) {
            gaps.add(Finding.general("task-missing", "The chain must have the task. Provided value: " + task));
        }
        for (Membership member : state.records(
                task.isEmpty() ? new StateKey(StateKey.Kind.MEMBERSHIP, List.of()) : StateKey.membershipsIn(task),
                Membership.class)) {
            accounts.pays(member);
        }
        return new Outcome(findings, gaps, versions.lines(), accounts.lines(state), remarks.all());
    }

    /** Whether a transaction counts and is about an audited task. */
    boolean audits(LedgerTransaction transaction) {
        return transaction.chaincode().equals(chaincode)
                && transaction.recomputed().isValid()
                && calls.task(transaction).filter(this::isAudited).isPresent();
    }

    private Confirmation check(LedgerTransaction transaction, Optional<String> named) {
        boolean audited = named.filter(this::isAudited).isPresent();
        if (transaction.function().equals(Calls.CREATE) && named.isPresent()) {
            pinned(transaction, named.get(), audited);
        }
        if (named.isPresent() && otherRules.containsKey(named.get())) {
            return asRecorded(transaction, audited, named.get(), Calls::mayWriteUnderAnyRules, Confirmation.INCOMPLETE);
        }
        if (named.isPresent() && !audited && Calls.needsContent(transaction)) {
            return asRecorded(transaction, false, named.get(), Calls::mayWrite, Confirmation.OK);
        }
        return execute(transaction, named);
    }

    /** Rules of another version may decide otherwise, so nothing of such a task can be called right or wrong. */
    private void pinned(LedgerTransaction create, String name, boolean audited) {
        OptionalLong pinned = Calls.rules(create);
        if (pinned.isPresent() && pinned.getAsLong() != TaskSpec.RULES) {
            otherRules.put(name, pinned.getAsLong());
            if (audited) {
                gaps.add(finding(
                        create,
                        "rules-version",
                        "The task " + name + " is pinned to rules version " + pinned.getAsLong()
                                + ", and this audit has version " + TaskSpec.RULES
                                + ": audit it with a build whose endorsers report rules version "
                                + pinned.getAsLong()));
            }
        }
    }

    private Confirmation execute(LedgerTransaction transaction, Optional<String> named) {
        long timestampMillis = transaction.timestamp().toEpochMilli();
        ReplayState.Execution execution = state.begin(transaction.channel(), timestampMillis);
        judging.begin((name, version) -> Versions.written(transaction, name, version), timestampMillis);
        List<Difference> differences;
        try {
            byte[] payload = rules.call(
                    transaction.function(), transaction.arguments(), identities.apply(transaction), execution);
            differences = Comparison.of(transaction, execution, payload);
        } catch (RefusalException e) {
            if (e.code() == RefusalCode.CONTENT_UNAVAILABLE || e.code() == RefusalCode.BUSY) {
                gap(transaction, e.getMessage());
                return asRecorded(transaction, true, named.orElse(""), Calls::mayWrite, Confirmation.INCOMPLETE);
            }
            differences = List.of(refused(transaction, "refuse it: " + e.getMessage()));
        } catch (RuntimeException e) {
            // An endorser would have refused with DEFECT, so this cannot have been endorsed honestly.
            differences = List.of(refused(transaction, "fail on it: " + e));
        }
        remarks.executed();
        judging.gaps().forEach(what -> gap(transaction, what));
        differences.forEach(difference -> findings.add(finding(transaction, difference.kind(), difference.sentence())));
        if (!differences.isEmpty()) {
            return Confirmation.DIVERGES;
        }
        return judging.gaps().isEmpty() ? Confirmation.OK : Confirmation.INCOMPLETE;
    }

    /** Takes a transaction's writes over unexecuted, if they stay where such a transaction may write. */
    private Confirmation asRecorded(
            LedgerTransaction transaction,
            boolean audited,
            String name,
            BiPredicate<String, StateKey> mayWrite,
            Confirmation ifSo) {
        remarks.takenAsRecorded();
        Confirmation confirmation = audited ? ifSo : Confirmation.OK;
        for (StateWrite write : transaction.writes()) {
            if (!mayWrite(write.key(), name, mayWrite)) {
                findings.add(finding(
                        transaction,
                        "rules-foreign-write",
                        transaction.function() + " of the task " + name + " writes " + Words.subject(write.key())
                                + ", which no such transaction may; on the ledger it is "
                                + Words.text(write.value())));
                confirmation = Confirmation.DIVERGES;
            }
        }
        return confirmation;
    }

    private static boolean mayWrite(String key, String task, BiPredicate<String, StateKey> mayWrite) {
        try {
            return mayWrite.test(task, FabricKeys.parse(key));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whatever wrote an account, or is paid for by one, says how far its sum is confirmed. */
    private void charged(LedgerTransaction transaction, Optional<String> named, Confirmation confirmation) {
        boolean unexecuted = named.isPresent() && otherRules.containsKey(named.get());
        for (StateWrite write : transaction.writes()) {
            if (write.key().startsWith(Accounts.PREFIX)) {
                accounts.confirm(write.key(), unexecuted ? confirmation.and(Confirmation.INCOMPLETE) : confirmation);
            }
            if (write.value() != null
                    && transaction.function().equals(Calls.SUBMIT)
                    && named.filter(this::isAudited).isPresent()) {
                ReplayState.read(write.value(), UpdateRecord.class)
                        .filter(update -> Names.mspOf(update.participantId()).equals(transaction.mspId()))
                        .flatMap(update -> state.record(
                                StateKey.membership(update.task(), update.participantId()), Membership.class))
                        .ifPresent(member -> accounts.submitted(member, confirmation));
            }
        }
    }

    private boolean isAudited(String name) {
        return task.isEmpty() || task.equals(name);
    }

    private void gap(LedgerTransaction transaction, String what) {
        gaps.add(finding(transaction, "not-recomputable", transaction.function() + ": " + what));
    }

    private Finding finding(LedgerTransaction transaction, String kind, String sentence) {
        Finding finding =
                Finding.ofTransaction(kind, transaction.block(), transaction.index(), transaction.txId(), sentence);
        OptionalLong version = calls.version(transaction);
        return version.isPresent() && version.getAsLong() <= Integer.MAX_VALUE
                ? finding.inVersion((int) version.getAsLong())
                : finding;
    }

    private static Difference refused(LedgerTransaction transaction, String how) {
        return new Difference("rules-refuse", transaction.function() + " counts on the ledger, and the rules " + how);
    }

    private static Identity identity(LedgerTransaction transaction) {
        return Identity.of(transaction.mspId(), transaction.creatorCertificatePem());
    }
}
