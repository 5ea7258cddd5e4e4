package org.fedfabric.chaincode.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.CertificateBinding;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.Declaration;
import org.fedfabric.protocol.ledger.EnterpriseRegister;
import org.fedfabric.protocol.ledger.EnterpriseVote;
import org.fedfabric.protocol.ledger.LocalScore;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.VersionRecord;

/** The records of the protocol in the state: each under its own key, in canonical JSON. */
public final class Ledger {
    private final LedgerState state;
    private final RecordMemory memory;

    /**
     * Reads and writes through one transaction's state.
     *
     * @param memory what the endorser remembers from other transactions
     */
    public Ledger(LedgerState state, RecordMemory memory) {
        this.state = state;
        this.memory = memory;
    }

    /** The participant of that id. */
    public Optional<Participant> participant(String id) {
        return read(StateKey.participant(id), Participant.class);
    }

    /** For whom a certificate acts. */
    public Optional<CertificateBinding> binding(String fingerprint) {
        return read(StateKey.certificate(fingerprint), CertificateBinding.class);
    }

    /** The channel's enterprises; none before anybody was enrolled. */
    public EnterpriseRegister enterprises() {
        return read(StateKey.enterprises(), EnterpriseRegister.class).orElse(EnterpriseRegister.EMPTY);
    }

    /** Writes the channel's enterprises. */
    public void put(EnterpriseRegister register) {
        write(StateKey.enterprises(), register);
    }

    /** An enterprise's vote on another. */
    public Optional<EnterpriseVote> vote(String mspId, String voter) {
        return read(StateKey.vote(mspId, voter), EnterpriseVote.class);
    }

    /** Writes an enterprise's vote on another. */
    public void put(EnterpriseVote vote) {
        write(StateKey.vote(vote.mspId(), vote.voter()), vote);
    }

    /** An enterprise's data account. */
    public Optional<DataAccount> account(String mspId, String lineage) {
        return read(StateKey.account(mspId, lineage), DataAccount.class);
    }

    /** The task of that name. */
    public Optional<TaskRecord> task(String task) {
        return remembered(StateKey.task(task), TaskRecord.class);
    }

    /** The number of a task's newest version. */
    public Optional<Long> head(String task) {
        return read(StateKey.head(task), Head.class).map(Head::version);
    }

    /** A version of a task. */
    public Optional<VersionRecord> version(String task, long version) {
        return remembered(StateKey.version(task, version), VersionRecord.class);
    }

    /** A participant's update to a version. */
    public Optional<UpdateRecord> update(String task, long base, String participantId) {
        return read(StateKey.update(task, base, participantId), UpdateRecord.class);
    }

    /** A participant's membership in a task. */
    public Optional<Membership> membership(String task, String participantId) {
        return read(StateKey.membership(task, participantId), Membership.class);
    }

    /** A member's claim about its environment. */
    public Optional<Declaration> declaration(String task, String participantId) {
        return read(StateKey.declaration(task, participantId), Declaration.class);
    }

    /** Writes a member's claim about its environment. */
    public void put(Declaration declaration) {
        write(StateKey.declaration(declaration.task(), declaration.participantId()), declaration);
    }

    /** A member's claim of how well a version does on its own rows. */
    public Optional<LocalScore> localScore(String task, long version, String participantId) {
        return read(StateKey.localScore(task, version, participantId), LocalScore.class);
    }

    /** Writes a member's claim of how well a version does on its own rows. */
    public void put(LocalScore score) {
        write(StateKey.localScore(score.task(), score.version(), score.participantId()), score);
    }

    /** One page of a task's roster. */
    public Optional<RosterPage> rosterPage(String task, int page) {
        return remembered(StateKey.roster(task, page), RosterPage.class);
    }

    /** All pages of a task's roster, by point reads: a page is full before the next begins. */
    public List<RosterPage> roster(String task) {
        List<RosterPage> pages = new ArrayList<>();
        Optional<RosterPage> page = rosterPage(task, 0);
        while (page.isPresent()) {
            pages.add(page.get());
            page = page.get().members().size() < RosterPage.CAPACITY
                    ? Optional.empty()
                    : rosterPage(task, pages.size());
        }
        return pages;
    }

    /** Writes a participant. */
    public void put(Participant participant) {
        write(StateKey.participant(participant.id()), participant);
    }

    /** Binds a certificate. */
    public void put(CertificateBinding binding) {
        write(StateKey.certificate(binding.fingerprint()), binding);
    }

    /** Unbinds a certificate. */
    public void deleteBinding(String fingerprint) {
        state.delete(StateKey.certificate(fingerprint));
    }

    /** Writes a data account. */
    public void put(DataAccount account) {
        write(StateKey.account(account.mspId(), account.registration().lineage()), account);
    }

    /** Writes a task. */
    public void put(TaskRecord task) {
        write(StateKey.task(task.spec().name()), task);
    }

    /** Makes a version the newest. */
    public void putHead(String task, long version) {
        write(StateKey.head(task), Head.at(version));
    }

    /** Writes a version. */
    public void put(VersionRecord version) {
        write(StateKey.version(version.task(), version.version()), version);
    }

    /** Writes an update. */
    public void put(UpdateRecord update) {
        write(StateKey.update(update.task(), update.base(), update.participantId()), update);
    }

    /** Writes a membership. */
    public void put(Membership membership) {
        write(StateKey.membership(membership.task(), membership.participantId()), membership);
    }

    /** Writes a page of a roster. */
    public void put(RosterPage page) {
        write(StateKey.roster(page.task(), page.page()), page);
    }

    /** Sets the transaction's event. */
    public void event(TaskEvent event) {
        state.event(event.kind().eventName(), CanonicalJson.bytes(event));
    }

    /** The transaction's timestamp in milliseconds since 1970. */
    public long timestampMillis() {
        return state.timestampMillis();
    }

    /** The channel's name. */
    public String channel() {
        return state.channel();
    }

    /**
     * A part of the records of one kind.
     *
     * @param prefix what the keys begin with
     * @param type the records' type
     * @param size most items
     * @param from where to begin ({@link StateKey#resume}), or null for the beginning
     */
    public <T> Page<T> list(StateKey prefix, Class<T> type, int size, StateKey from) {
        StatePage page = state.page(prefix, size, from);
        List<T> items = page.values().stream()
                .map(value -> CanonicalJson.read(value, type))
                .toList();
        return new Page<>(items, page.next() == null ? "" : page.next().bookmarkUnder(prefix));
    }

    private <T> Optional<T> read(StateKey key, Class<T> type) {
        return Optional.ofNullable(state.get(key)).map(value -> CanonicalJson.read(value, type));
    }

    private <T> Optional<T> remembered(StateKey key, Class<T> type) {
        return Optional.ofNullable(state.get(key)).map(value -> memory.read(value, type));
    }

    private void write(StateKey key, Object record) {
        state.put(key, CanonicalJson.bytes(record));
    }
}
