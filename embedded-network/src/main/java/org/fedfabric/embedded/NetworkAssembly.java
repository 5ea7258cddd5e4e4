package org.fedfabric.embedded;

import io.grpc.BindableService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.fedfabric.embedded.chaincodehost.ChaincodeContext;
import org.fedfabric.embedded.chaincodehost.ChaincodeHost;
import org.fedfabric.embedded.chaincodehost.ChaincodeProcess;
import org.fedfabric.embedded.chaincodehost.InProcessChaincode;
import org.fedfabric.embedded.delivery.OrdererService;
import org.fedfabric.embedded.delivery.PeerDeliverService;
import org.fedfabric.embedded.endorsement.ChaincodeLink;
import org.fedfabric.embedded.endorsement.Endorser;
import org.fedfabric.embedded.endorsement.EndorserService;
import org.fedfabric.embedded.gateway.EndorsingPeer;
import org.fedfabric.embedded.gateway.GatewayService;
import org.fedfabric.embedded.identity.MembershipRegistry;
import org.fedfabric.embedded.identity.Role;
import org.fedfabric.embedded.identity.SigningIdentity;
import org.fedfabric.embedded.ledger.ChannelDefinition;
import org.fedfabric.embedded.ledger.Ledger;
import org.fedfabric.embedded.ordering.Channel;
import org.fedfabric.embedded.ordering.SoloOrderer;
import org.fedfabric.embedded.transport.LoopbackServer;

/**
 * Puts a network together. Chaincodes start while keys are made, for neither needs the other; ledgers and endpoints
 * follow when there are keys.
 */
final class NetworkAssembly {
    /** A JVM with a chaincode is up within seconds even on a loaded machine. */
    private static final Duration CHAINCODE_START = Duration.ofSeconds(60);

    private final NetworkConfig config;
    private final OpenResources open;
    private final List<Enterprise> enterprises;
    private final ExecutorService executor = Executors.newCachedThreadPool(daemonThreads());
    private final Map<Enterprise, ChaincodeHost> hosts = new ConcurrentHashMap<>();
    private final AtomicBoolean ledgerFailureReported = new AtomicBoolean();
    private StateDirectory state;
    private Ports ports;

    NetworkAssembly(NetworkConfig config, OpenResources open) {
        this.config = config;
        this.open = open;
        this.enterprises = Enterprise.first(config.enterprises());
    }

    private static ThreadFactory daemonThreads() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "embedded-network-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * The running parts an owner of the network needs.
     *
     * @param endpoints one per enterprise, in order
     * @param channels by name
     * @param hosts the chaincodes
     */
    record Running(
            StateDirectory state,
            List<EnterpriseEndpoint> endpoints,
            Map<String, Channel> channels,
            Map<Enterprise, ChaincodeHost> hosts) {}

    Running assemble() throws IOException {
        Instant started = Instant.now();
        long startNanos = System.nanoTime();
        open.add(executor::shutdownNow);
        state = open.add(StateDirectory.open(config.stateDirectory()));
        Files.deleteIfExists(state.readyFile());
        state.checkEnterprises(enterprises.stream().map(Enterprise::name).collect(Collectors.toSet()));
        ports = Ports.open(config, state.portsFile());
        ContentStores content = ContentStores.start(config, state, ports, open);
        CompletableFuture<Map<Enterprise, ChaincodeLink>> starting =
                CompletableFuture.supplyAsync(() -> startChaincodes(content), executor);
        executor.execute(LoopbackServer::loadTls);
        CryptoMaterial crypto = CryptoMaterial.openOrCreate(state, enterprises, config.usersPerEnterprise());
        Map<String, Channel> channels = openChannels(crypto);
        Map<Enterprise, ChaincodeLink> links = join(starting);
        List<EnterpriseEndpoint> endpoints = startServers(crypto, channels, links, content);
        awaitChaincodes(links);
        publish(endpoints, channels, started, startNanos);
        return new Running(state, endpoints, channels, hosts);
    }

    private static <T> T join(CompletableFuture<T> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException) {
                throw ((UncheckedIOException) e.getCause()).getCause();
            }
            throw e;
        }
    }

    private Map<Enterprise, ChaincodeLink> startChaincodes(ContentStores content) {
        Map<Enterprise, ChaincodeLink> links = new ConcurrentHashMap<>();
        for (Enterprise enterprise : enterprises) {
            ChaincodeContext context =
                    new ChaincodeContext(enterprise.name(), enterprise.mspId(), content.of(enterprise));
            try {
                ChaincodeHost host = open.add(startChaincode(enterprise, context));
                hosts.put(enterprise, host);
                ChaincodeLink link = open.add(new ChaincodeLink(
                        config.chaincodeName(),
                        host.address(),
                        config.chaincodeConnectWait(),
                        config.executeTimeout(),
                        executor));
                link.open();
                links.put(enterprise, link);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return links;
    }

    private ChaincodeHost startChaincode(Enterprise enterprise, ChaincodeContext context) throws IOException {
        if (config.chaincode() != null) {
            return ports.bind(
                    enterprise,
                    Ports.Service.CHAINCODE,
                    port -> InProcessChaincode.start(config.chaincode().create(context), config.chaincodeName(), port));
        }
        return ports.bind(
                enterprise,
                Ports.Service.CHAINCODE,
                port -> ChaincodeProcess.start(
                        config.chaincodeProcess(),
                        context,
                        config.chaincodeName(),
                        port,
                        state.log("chaincode-" + enterprise.name())));
    }

    private Map<String, Channel> openChannels(CryptoMaterial crypto) throws IOException {
        SigningIdentity orderer = crypto.ordererIdentity();
        List<ChannelDefinition> definitions = new ArrayList<>();
        definitions.add(crypto.channel(EmbeddedNetwork.FEDERATION, enterprises, config.chaincodeName()));
        enterprises.forEach(enterprise ->
                definitions.add(crypto.channel(enterprise.name(), List.of(enterprise), config.chaincodeName())));
        Map<String, Channel> channels = new ConcurrentHashMap<>();
        try {
            definitions.parallelStream()
                    .forEach(definition -> channels.put(definition.channelId(), openChannel(definition, orderer)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new TreeMap<>(channels);
    }

    private Channel openChannel(ChannelDefinition definition, SigningIdentity ordererIdentity) {
        MembershipRegistry members = new MembershipRegistry(definition.enrolmentAuthorities());
        try {
            Ledger ledger = open.add(Ledger.open(
                    state.ledger(definition.channelId()), definition, members, ordererIdentity, config.clock()));
            SoloOrderer orderer = open.add(
                    new SoloOrderer(ledger, members, config.batchLimits(), config.clock(), this::reportLedgerFailure));
            orderer.start();
            return new Channel(ledger, members, orderer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void reportLedgerFailure(IOException failure) {
        if (ledgerFailureReported.compareAndSet(false, true)) {
            config.onLedgerFailure().accept(failure);
        }
    }

    private List<EnterpriseEndpoint> startServers(
            CryptoMaterial crypto,
            Map<String, Channel> channels,
            Map<Enterprise, ChaincodeLink> links,
            ContentStores content)
            throws IOException {
        Map<Enterprise, String> addresses = new ConcurrentHashMap<>();
        Map<Enterprise, Endorser> endorsers = new HashMap<>();
        List<EndorsingPeer> peers = new ArrayList<>();
        for (Enterprise enterprise : enterprises) {
            Endorser endorser = new Endorser(
                    crypto.of(enterprise).node(Role.PEER),
                    crypto.localMembers(enterprise),
                    channelsOf(enterprise, channels),
                    links.get(enterprise),
                    config.proposalTimeWindow(),
                    config.clock());
            endorsers.put(enterprise, endorser);
            peers.add(new EndorsingPeer(endorser, () -> addresses.getOrDefault(enterprise, "not listening yet")));
        }
        OrdererService orderer = new OrdererService(channels, executor, config.clock());
        List<EnterpriseEndpoint> endpoints = new ArrayList<>();
        for (Enterprise enterprise : enterprises) {
            Map<String, Channel> own = channelsOf(enterprise, channels);
            List<BindableService> services = List.of(
                    new GatewayService(
                            enterprise.mspId(), own, peers, config.endorsementTimeout(), executor, config.clock()),
                    new EndorserService(endorsers.get(enterprise)),
                    new PeerDeliverService(own, executor, config.clock()),
                    orderer);
            LoopbackServer server = open.add(ports.bind(
                    enterprise,
                    Ports.Service.GRPC,
                    port -> LoopbackServer.startTls(port, crypto.of(enterprise).tlsServer(), executor, services)));
            addresses.put(enterprise, server.address());
            endpoints.add(new EnterpriseEndpoint(
                    enterprise.name(),
                    enterprise.mspId(),
                    server.address(),
                    crypto.of(enterprise).tlsAuthorityFile(),
                    content.of(enterprise),
                    crypto.of(enterprise).usersDirectory(),
                    state.connectionProfile(enterprise.name())));
        }
        return List.copyOf(endpoints);
    }

    private static Map<String, Channel> channelsOf(Enterprise enterprise, Map<String, Channel> channels) {
        return Map.of(
                EmbeddedNetwork.FEDERATION,
                channels.get(EmbeddedNetwork.FEDERATION),
                enterprise.name(),
                channels.get(enterprise.name()));
    }

    private void awaitChaincodes(Map<Enterprise, ChaincodeLink> links) throws NetworkStartException {
        for (Enterprise enterprise : enterprises) {
            try {
                CompletableFuture.anyOf(
                                links.get(enterprise).awaitReady(CHAINCODE_START),
                                hosts.get(enterprise).firstEnd().thenRun(() -> {
                                    throw new IllegalStateException("its process has ended");
                                }))
                        .join();
            } catch (CompletionException e) {
                throw new NetworkStartException(
                        ExitCode.CHAINCODE,
                        "The chaincode of " + enterprise.name() + " must register within "
                                + CHAINCODE_START.toSeconds() + " seconds and did not ("
                                + e.getCause().getMessage() + "). See its log in "
                                + state.log("chaincode-" + enterprise.name()) + ".",
                        e);
            }
        }
    }

    private void publish(
            List<EnterpriseEndpoint> endpoints, Map<String, Channel> channels, Instant started, long startNanos)
            throws IOException {
        for (EnterpriseEndpoint endpoint : endpoints) {
            StateDirectory.writeAtomically(
                    endpoint.connectionProfile(),
                    ConnectionProfile.yaml(
                            endpoint,
                            endpoints,
                            List.of(EmbeddedNetwork.FEDERATION, endpoint.name()),
                            config.chaincodeName()));
        }
        ports.keep(endpoints);
        open.add(() -> Files.deleteIfExists(state.readyFile()));
        List<String> channelIds = new ArrayList<>(channels.keySet());
        channelIds.remove(EmbeddedNetwork.FEDERATION);
        channelIds.add(0, EmbeddedNetwork.FEDERATION);
        long millis = Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
        StateDirectory.writeAtomically(
                state.readyFile(), ReadyFile.json(endpoints, channelIds, config.chaincodeName(), started, millis));
    }
}
