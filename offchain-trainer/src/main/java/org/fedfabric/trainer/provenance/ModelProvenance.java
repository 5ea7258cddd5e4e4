package org.fedfabric.trainer.provenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.Declaration;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;

/**
 * The origin of one published version, as it stands on the ledger.
 *
 * @param task the task that published it
 * @param version its number there
 * @param cid address of the model's bytes
 * @param publishedMillis the publishing transaction's timestamp
 * @param requester who opened the task
 * @param specDigest digest of all terms, which every contributor agreed to
 * @param modelDigest digest of the network
 * @param rules version of the rules that endorsers applied
 * @param initialModel where version 0 came from
 * @param taskSeed the beacon's start
 * @param beacon the beacon's value for this version, made by all submitters of the version before
 * @param baseCid address of the version it was made from; absent for version 0
 * @param validationCid rows that endorsers scored it on
 * @param scoreMicros its score there, in millionths of the task's metric
 * @param contributions what it was made of
 */
public record ModelProvenance(
        String task,
        long version,
        String cid,
        long publishedMillis,
        String requester,
        String specDigest,
        String modelDigest,
        int rules,
        String initialModel,
        String taskSeed,
        String beacon,
        String baseCid,
        String validationCid,
        long scoreMicros,
        List<Contribution> contributions) {
    /** Keeps a copy. */
    public ModelProvenance {
        contributions = List.copyOf(contributions);
    }

    /**
     * One update that the version counted with.
     *
     * @param participant whose
     * @param updateCid address of its bytes
     * @param verdict what endorsers decided
     * @param rowsLog2 registered number of rows as a power of two: the weight before quotas
     * @param share what quotas left of that weight, in 65,536ths; absent if it was not included
     * @param lineage the data set's name
     * @param dataDigest the data's registered digest, absent if the account cannot be read
     * @param dataVersion which registration that digest is from
     * @param claim what the participant last said it trains with, which nobody checks; absent if it said nothing
     */
    public record Contribution(
            String participant,
            String updateCid,
            String verdict,
            int rowsLog2,
            Integer share,
            String lineage,
            String dataDigest,
            Long dataVersion,
            Declaration claim) {}

    /** Reads what the ledger has about a version. */
    public static ModelProvenance of(FederationContract contract, TaskRecord task, VersionRecord version)
            throws LedgerException {
        String name = task.spec().name();
        Optional<VersionRecord> base =
                version.version() == 0 ? Optional.empty() : contract.version(name, version.version() - 1);
        return new ModelProvenance(
                name,
                version.version(),
                version.modelCid(),
                version.openedMillis(),
                task.requester(),
                task.specDigest(),
                Digests.ofRecord(task.spec().model()),
                task.spec().rules(),
                task.spec().initialModel().toString(),
                task.spec().seed(),
                version.seed(),
                base.map(VersionRecord::modelCid).orElse(null),
                task.spec().validation().cid(),
                version.scoreMicros(),
                base.isEmpty() ? List.of() : contributions(contract, name, base.get()));
    }

    private static List<Contribution> contributions(FederationContract contract, String task, VersionRecord base)
            throws LedgerException {
        Map<String, Membership> members = new TreeMap<>();
        contract.memberships(task).forEach(member -> members.put(member.participantId(), member));
        Map<String, Declaration> claims = new TreeMap<>();
        contract.declarations(task).forEach(claim -> claims.put(claim.participantId(), claim));
        List<Contribution> contributions = new ArrayList<>();
        for (Contributor contributor : base.contributors()) {
            String lineage = members.get(contributor.id()).lineage();
            Optional<DataAccount> account = contract.account(Names.mspOf(contributor.id()), lineage);
            contributions.add(new Contribution(
                    contributor.id(),
                    contributor.cid(),
                    contributor.verdict() == null
                            ? "PENDING"
                            : contributor.verdict().outcome().name(),
                    contributor.rowsLog2(),
                    contributor.weight(),
                    lineage,
                    account.map(a -> a.registration().digest()).orElse(null),
                    account.map(DataAccount::version).orElse(null),
                    claims.get(contributor.id())));
        }
        return contributions;
    }
}
