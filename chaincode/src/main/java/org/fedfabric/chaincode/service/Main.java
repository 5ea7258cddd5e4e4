package org.fedfabric.chaincode.service;

import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.fedfabric.chaincode.CodeIdentity;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.chaincode.judging.EndorserClock;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.contentstore.ApiToken;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.telemetry.metrics.MetricsEndpoint;
import org.hyperledger.fabric.shim.ChaincodeServerProperties;
import org.hyperledger.fabric.shim.NettyChaincodeServer;

/** Serves the chaincode until it is told to stop. */
public final class Main {
    /** Exit code for settings that cannot work. */
    static final int BAD_SETTINGS = 2;

    /** Exit code when the code is not that of the package. */
    static final int OTHER_CODE = 16;

    /** Exit code when the address cannot be listened on; the same as the embedded network's. */
    static final int PORT_IN_USE = 6;

    /** Kept, because a logger that nobody holds forgets its level. */
    private static final Logger SHIM = Logger.getLogger("org.hyperledger.fabric");

    /** Says SEVERE of every refusal, which is an answer like any other; defects are logged by the chaincode itself. */
    private static final Logger SHIM_CALLS =
            Logger.getLogger("org.hyperledger.fabric.shim.impl.ChaincodeInvocationTask");

    private Main() {}

    /** Starts the server; takes no arguments. */
    public static void main(String[] arguments) {
        Settings settings;
        OperatorSettings operators;
        ContentStore store;
        CodeIdentity code;
        try {
            settings = Settings.of(System.getenv());
            operators = OperatorSettings.of(System.getenv(), settings.tls());
            store = storeOf(settings);
        } catch (SettingsException | IllegalArgumentException e) {
            fail(BAD_SETTINGS, e.getMessage());
            return;
        } catch (IOException e) {
            fail(BAD_SETTINGS, "KUBO_API_TOKEN_FILE: " + e.getMessage());
            return;
        }
        try {
            code = Attestation.check(
                    settings.chaincodeId(), settings.packageFile(), System.getProperty("java.class.path"));
        } catch (AttestationException e) {
            fail(OTHER_CODE, e.getMessage());
            return;
        } catch (IOException e) {
            fail(BAD_SETTINGS, "CHAINCODE_PACKAGE and the chaincode's jars must be readable: " + e);
            return;
        }
        // At its default level the shim logs every transaction twice.
        SHIM.setLevel(Level.WARNING);
        SHIM_CALLS.setLevel(Level.OFF);
        operators.logFormat().apply();
        FedFabricChaincode chaincode = watched(store, code, operators);
        try {
            serve(chaincode.server(settings.chaincodeId(), properties(settings)), chaincode, settings);
        } catch (IOException | RuntimeException e) {
            fail(
                    BAD_SETTINGS,
                    "CHAINCODE_TLS_KEY, CHAINCODE_TLS_CERT and CHAINCODE_CLIENT_CA_CERT must be PEM files that belong"
                            + " together: " + reason(e) + ". Provided value: " + settings.tls());
        }
    }

    private static ContentStore storeOf(Settings settings) throws IOException {
        return settings.kuboToken() == null
                ? ContentStore.atKubo(settings.kuboApi())
                : ContentStore.atKubo(settings.kuboApi(), ApiToken.read(settings.kuboToken()));
    }

    /** The libraries of the metrics are loaded only if somebody wants any: they cost start-up time. */
    private static FedFabricChaincode watched(ContentStore store, CodeIdentity code, OperatorSettings operators) {
        if (operators.metricsAddress() == null) {
            return chaincode(store, new EndorserLog(), code);
        }
        ChaincodeMetrics metrics = new ChaincodeMetrics(code.packageId());
        try {
            MetricsEndpoint.start(operators.metricsAddress(), operators.metricsTls(), metrics.registry());
        } catch (IOException e) {
            fail(
                    PORT_IN_USE,
                    "The metrics must be served on " + operators.metricsAddress() + ": " + reason(e)
                            + ". Free the port or set CHAINCODE_METRICS_ADDRESS to another");
        }
        return chaincode(
                ContentStore.observed(store, metrics), EndorserObserver.all(List.of(new EndorserLog(), metrics)), code);
    }

    private static FedFabricChaincode chaincode(ContentStore store, EndorserObserver observer, CodeIdentity code) {
        return new FedFabricChaincode(Judging.of(store, EndorserClock.system(), observer), observer, code);
    }

    private static void serve(NettyChaincodeServer server, FedFabricChaincode chaincode, Settings settings) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stop();
            chaincode.close();
        }));
        try {
            System.out.println("FedFabric chaincode " + settings.chaincodeId() + " starts on " + shown(settings)
                    + (settings.packageFile() == null
                            ? "; CHAINCODE_PACKAGE is not set, so its jars were compared with no package"
                            : "; its jars are those of the package"));
            server.start();
        } catch (IOException e) {
            fail(
                    PORT_IN_USE,
                    "The chaincode must be able to listen on " + shown(settings) + ": " + reason(e)
                            + ". Free the port or set CHAINCODE_SERVER_ADDRESS to another");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ChaincodeServerProperties properties(Settings settings) {
        ChaincodeServerProperties properties = new ChaincodeServerProperties();
        properties.setServerAddress(settings.address());
        // The shim would end the peer's connection every 5 s.
        properties.setMaxConnectionAgeSeconds(Integer.MAX_VALUE);
        if (settings.tls() != null) {
            properties.setTlsEnabled(true);
            properties.setKeyFile(settings.tls().key().toString());
            properties.setKeyCertChainFile(settings.tls().certificate().toString());
            if (settings.tls().clientAuthority() != null) {
                properties.setTrustCertCollectionFile(
                        settings.tls().clientAuthority().toString());
            }
        }
        return properties;
    }

    private static String shown(Settings settings) {
        return settings.address().getHostString() + ":" + settings.address().getPort();
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private static void fail(int exitCode, String sentence) {
        System.err.println(sentence);
        System.exit(exitCode);
    }
}
