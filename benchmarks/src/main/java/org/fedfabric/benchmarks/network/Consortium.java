package org.fedfabric.benchmarks.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fedfabric.benchmarks.ledger.RunningNetwork;
import org.fedfabric.benchmarks.measure.Setting;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.ledger.LedgerCounters;

/** A running network as its users see it: the folder that {@code --network} names, or one started for this benchmark. */
final class Consortium implements AutoCloseable {
    private static final String ADMIN = "admin";

    private final Path folder;
    private final List<Side> enterprises = new ArrayList<>();
    private RunningNetwork own;

    private Consortium(Path folder) {
        this.folder = folder;
    }

    /**
     * One enterprise.
     *
     * @param connections to its own peer first
     * @param admin its administrator
     * @param store its IPFS node
     */
    record Side(LedgerConnections connections, FederationContract admin, ContentStore store) {
        String name() {
            return connections.profile().enterprise();
        }

        FederationContract as(String user) throws IOException {
            ConnectionProfile profile = connections.profile();
            return new FederationContract(connections.client(
                    ClientIdentity.read(profile.mspFolder(user), profile.mspId()),
                    profile.channels().get(0)));
        }
    }

    /**
     * One participant that the network has a certificate of.
     *
     * @param side its enterprise
     * @param user its name there
     * @param contract the ledger as it calls it
     */
    record Member(Side side, String user, FederationContract contract) {
        String id() {
            return contract.client().identity().mspId() + "/" + user;
        }
    }

    /**
     * The network of the setting, or a new embedded one of three enterprises.
     *
     * @param participants certificates of participants that a new one gets for each enterprise
     */
    static Consortium of(Setting setting, int participants) throws IOException, InterruptedException {
        if (setting.network().isPresent()) {
            return new Consortium(setting.network().get()).connected();
        }
        RunningNetwork network = RunningNetwork.create(setting.root(), participants);
        try {
            network.up();
            Consortium consortium = new Consortium(network.folder());
            consortium.own = network;
            return consortium.connected();
        } catch (IOException | InterruptedException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** A network that runs in this process or is somebody else's. */
    static Consortium at(Path folder) throws IOException {
        return new Consortium(folder).connected();
    }

    private Consortium connected() throws IOException {
        Path profiles = folder.resolve("connection");
        if (!Files.isDirectory(profiles)) {
            throw new IOException("--network must be the folder of a running network, with connection/ in it."
                    + " Provided value: " + folder + ". Start one with ./test-network.sh up, deploy");
        }
        try (Stream<Path> files = Files.list(profiles)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                ConnectionProfile profile = ConnectionProfile.read(file);
                LedgerConnections connections = LedgerConnections.to(profile);
                Side side = new Side(connections, null, profile.openContentStore());
                enterprises.add(new Side(connections, side.as(ADMIN), side.store()));
            }
        }
        return this;
    }

    List<Side> enterprises() {
        return List.copyOf(enterprises);
    }

    /** The folder, as the scripts of {@code network/} know it. */
    Path folder() {
        return folder;
    }

    /** The participants p1, p2, … that have certificates, the enterprises taking turns; at most so many. */
    List<Member> members(int most) throws IOException {
        List<Member> members = new ArrayList<>();
        for (int i = 1; ; i++) {
            int before = members.size();
            for (Side side : enterprises) {
                String user = "p" + i;
                if (members.size() < most
                        && Files.isDirectory(side.connections().profile().mspFolder(user))) {
                    members.add(new Member(side, user, side.as(user)));
                }
            }
            if (members.size() == before) {
                return members;
            }
        }
    }

    /** Processor time that the processes of a kind have used so far; a prefix such as chaincode, empty for all. */
    Duration processorTime(String kind) throws IOException {
        Path pids = folder.resolve("pids");
        List<Path> files;
        if (Files.isDirectory(pids)) {
            try (Stream<Path> all = Files.list(pids)) {
                files = all.filter(f -> f.getFileName().toString().startsWith(kind))
                        .toList();
            }
        } else {
            files = List.of(folder.resolve("network.pid"));
        }
        Duration sum = Duration.ZERO;
        for (Path file : files) {
            long pid = Long.parseLong(Files.readString(file).strip());
            sum = sum.plus(ProcessHandle.of(pid)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElseThrow(() -> new IOException("Process " + pid + " of " + file + " must be running.")));
        }
        return sum;
    }

    /** Submissions that took more than one proposal, or were handed over more than once. */
    long retried() {
        return enterprises.stream()
                .map(side -> side.connections().counters().snapshot())
                .mapToLong(LedgerCounters.Snapshot::retried)
                .sum();
    }

    @Override
    public void close() throws IOException {
        for (Side side : enterprises) {
            side.connections().close();
        }
        if (own != null) {
            own.close();
        }
    }
}
