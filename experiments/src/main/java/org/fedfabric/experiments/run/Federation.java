package org.fedfabric.experiments.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fedfabric.experiments.adversary.Adversary;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.selection.HashChain;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.fedfabric.trainer.ledger.Standing;

/**
 * The members of a run's task, each with its own identity on the ledger. Opening one does what is still to do of enrolling,
 * registering, creating, joining and starting, so a run that was killed half-way goes on.
 */
final class Federation {
    static final Duration STORE = Duration.ofSeconds(20);

    /** δ of the data accounts: nothing is ever charged to them. */
    private static final long DELTA_PER_BILLION = 10_000;

    /** Each task's hash chains are others: what one has revealed another could foresee. */
    private static final List<String> CHAINS = List.of(RunTerms.TASK, RunTerms.SHAM, RunTerms.PAST, RunTerms.SLANDER);

    private final RunNetwork network;
    private final Workers callers;
    private final RunSettings settings;
    private final TaskSpec spec;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, FederationContract> contracts = new TreeMap<>();
    private final Map<String, HashChain> chains = new TreeMap<>();
    private final Map<String, String> tips = new TreeMap<>();
    private final Map<String, Integer> submissions = new TreeMap<>();
    private final List<Membership> memberships = new ArrayList<>();
    private final Set<String> roster = new TreeSet<>();
    private final Cast cast;

    private Federation(
            RunNetwork network, Workers callers, RunSettings settings, TaskSpec spec, List<Member> members, Cast cast)
            throws RunException {
        this.cast = cast;
        this.network = network;
        this.callers = callers;
        this.settings = settings;
        this.spec = spec;
        Seeds seeds = new Seeds(settings.seed());
        for (Member member : members) {
            roster.add(member.id());
        }
        for (Member member :
                Stream.concat(members.stream(), cast.renewed().stream()).toList()) {
            this.members.put(member.id(), member);
            contracts.put(member.id(), network.as(member));
            chains.put(
                    member.id(),
                    new HashChain(
                            seeds.bytes("chain", CHAINS.indexOf(spec.name()), member.id()),
                            spec.schedule().versions()));
        }
    }

    /**
     * A federation whose task runs or has ended.
     *
     * @param callers calls that are in flight at once
     */
    static Federation open(
            RunNetwork network,
            Workers callers,
            RunSettings settings,
            TaskSpec spec,
            List<Member> members,
            RunData data,
            Cast cast)
            throws RunException, InterruptedException {
        Federation federation = new Federation(network, callers, settings, spec, members, cast);
        try {
            federation.begin(data, cast);
            federation.readMemberships();
            for (Standing standing : federation.requester().roster(spec.name())) {
                federation.submissions.put(
                        standing.member().id(), standing.member().counts().selected());
                federation.roster.add(standing.member().id());
            }
        } catch (LedgerException e) {
            throw new RunException("The run's task could not be started: " + e.getMessage(), e);
        }
        return federation;
    }

    private synchronized void readMemberships() throws LedgerException, RunException {
        memberships.clear();
        memberships.addAll(requester().memberships(spec.name()));
        for (Membership membership : memberships) {
            tips.putIfAbsent(membership.participantId(), membership.beaconTip());
        }
    }

    /**
     * Lets whitewashers leave who were rejected in the version before, and join under their next names.
     *
     * @return old names with the new ones, for the version's Advance to take over
     */
    SortedMap<String, String> renew(VersionRecord version) throws LedgerException, RunException {
        if (version.version() == 0 || cast.renewed().isEmpty()) {
            return Collections.emptySortedMap();
        }
        VersionRecord previous =
                requester().version(spec.name(), version.version() - 1).orElseThrow();
        SortedMap<String, String> changes = cast.renewing(previous, roster);
        for (Map.Entry<String, String> change : changes.entrySet()) {
            contract(change.getKey()).leave(spec.name());
            join(member(change.getValue()), cast);
        }
        if (!changes.isEmpty()) {
            readMemberships();
        }
        return changes;
    }

    /** An Advance took joins over. */
    void joined(Collection<String> ids) {
        roster.addAll(ids);
        ids.forEach(id -> submissions.putIfAbsent(id, 0));
    }

    private void begin(RunData data, Cast cast) throws LedgerException, RunException, InterruptedException {
        Optional<TaskRecord> task = requesterIfEnrolled();
        if (task.isPresent() && task.get().state() != TaskState.OPEN) {
            if (!task.get().specDigest().equals(spec.digest())) {
                throw new RunException(
                        "The folder must hold a run of the same settings and data. Provided value: a task"
                                + " with digest " + task.get().specDigest() + ", not " + spec.digest()
                                + ". Remove the run's folder to begin again.");
            }
            return;
        }
        for (int e = 0; e < settings.enterprises(); e++) {
            FederationContract admin = network.admin(e);
            admin.client()
                    .submit(
                            "participant:Enroll",
                            "admin",
                            "REQUESTER",
                            admin.client().identity().fingerprint());
        }
        List<Callable<Void>> enrolments = new ArrayList<>();
        for (Member member : members.values()) {
            enrolments.add(() -> enrol(member, data.parts().get(member.place()), cast));
        }
        callers.all(enrolments);
        if (task.isEmpty()) {
            requester().client().submit("task:Create", CanonicalJson.write(spec));
        }
        TreeSet<String> joined = new TreeSet<>();
        requester().memberships(spec.name()).forEach(membership -> joined.add(membership.participantId()));
        callers.all(members.values().stream()
                .filter(member -> roster.contains(member.id()) && !joined.contains(member.id()))
                .map(member -> (Callable<Void>) () -> join(member, cast))
                .toList());
        requester().start(spec.name(), new TreeSet<>(roster));
    }

    /** The task, unless nothing has been done on this network yet. */
    private Optional<TaskRecord> requesterIfEnrolled() throws LedgerException, RunException {
        try {
            return requester().task(spec.name());
        } catch (LedgerRefusal e) {
            if (e.code() == RefusalCode.NOT_ENROLLED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Void enrol(Member member, RunData.Part part, Cast cast) throws LedgerException, RunException {
        FederationContract admin = network.admin(member.enterprise().index());
        admin.client()
                .submit(
                        "participant:Enroll",
                        member.user(),
                        "TRAINER,AGGREGATOR",
                        contract(member.id()).client().identity().fingerprint());
        Adversary.Claim claim = cast.claim(
                member.id(),
                new Adversary.Claim(
                        part.disclosure().rowsLog2(), part.disclosure().assessment()));
        try {
            admin.client()
                    .submit(
                            "participant:RegisterData",
                            CanonicalJson.write(new DataRegistration(
                                    1,
                                    member.user(),
                                    0,
                                    part.digest(),
                                    claim.rowsLog2(),
                                    part.disclosure().classCoverage16(),
                                    claim.assessment(),
                                    true,
                                    DELTA_PER_BILLION,
                                    0)));
        } catch (LedgerRefusal e) {
            if (e.code() != RefusalCode.DATA_VERSION_CONFLICT) {
                throw e;
            }
            // Registered before this run was killed.
        }
        return null;
    }

    private Void join(Member member, Cast cast) throws LedgerException {
        contract(member.id())
                .join(
                        spec.name(),
                        spec.digest(),
                        member.user(),
                        chains.get(member.id()).tip(),
                        spec.name().equals(RunTerms.TASK) ? cast.priors(member.id()) : List.of(),
                        0);
        return null;
    }

    /** Who created the task and may stop it. */
    FederationContract requester() throws RunException {
        return network.admin(RunTerms.requester(spec.name()));
    }

    FederationContract contract(String id) {
        return contracts.get(id);
    }

    Member member(String id) {
        return members.get(id);
    }

    /** What a member's next submission reveals of its chain. */
    synchronized String preimage(String id) {
        // A chain that is used up has its last submission on the ledger, which answers whatever is revealed again.
        return chains.get(id).preimageOf(tips.get(id)).orElse(tips.get(id));
    }

    /** A member's submission is on the ledger. */
    synchronized void revealed(String id, String preimage) {
        tips.put(id, preimage);
    }

    /**
     * Lets those leave whose submission to this version is the last that their noise was calibrated for.
     *
     * @return their ids, sorted
     */
    List<String> leaveWhoIsSpent(VersionRecord version) throws LedgerException {
        int most = RunNoise.mostSubmissions(settings);
        List<String> leaving = version.selected().stream()
                .filter(id -> most < settings.versions() && submissions.get(id) + 1 >= most)
                .toList();
        for (String id : leaving) {
            contract(id).leave(spec.name());
        }
        return leaving;
    }

    /** A version's submissions were judged. */
    void judged(VersionRecord version) {
        version.selected().forEach(id -> submissions.merge(id, 1, Integer::sum));
    }

    /** A member's registered bucket of rows. */
    int rowsLog2(String id) {
        return memberships.stream()
                .filter(membership -> membership.participantId().equals(id))
                .findFirst()
                .orElseThrow()
                .rowsLog2();
    }

    /** All memberships as they stood when the federation was opened, by id. */
    List<Membership> memberships() {
        return List.copyOf(memberships);
    }

    TaskSpec spec() {
        return spec;
    }

    /** The channel's name. */
    String channel() throws RunException {
        return requester().client().channel();
    }

    /** Threads for calls of the ledger. */
    Workers callers() {
        return callers;
    }
}
