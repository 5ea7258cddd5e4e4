package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.StringWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.canonical.Digests;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.QueryResponseMetadata;
import org.hyperledger.fabric.shim.Chaincode.Response;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIteratorWithMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The edge: creators are certificates, keys are composite keys, answers are responses. */
class FedFabricChaincodeTest {
    private final FedFabricChaincode chaincode = new FedFabricChaincode(ContentStore.inMemory());
    private final TreeMap<String, byte[]> state = new TreeMap<>();
    private final KeyPair key = newKey();

    /** Defects are logged with their traces; here they are meant. */
    private final Logger log = Logger.getLogger(FedFabricChaincode.class.getName());

    @BeforeEach
    void quiet() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void stopThreads() {
        log.setLevel(null);
        chaincode.close();
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A creator with this subject, as a peer hands it over. */
    private byte[] creator(String mspId, String subject, long serial) throws Exception {
        X500Name name = new X500Name(subject);
        Instant now = Instant.now();
        var certificate = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(serial),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        key.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()));
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(certificate);
        }
        return SerializedIdentity.newBuilder()
                .setMspid(mspId)
                .setIdBytes(ByteString.copyFromUtf8(pem.toString()))
                .build()
                .toByteArray();
    }

    private String fingerprint(String mspId) {
        return Digests.sha256Hex(
                mspId.getBytes(StandardCharsets.UTF_8), key.getPublic().getEncoded());
    }

    private Response invoke(byte[] creator, String... arguments) {
        InvocationHandler handler = (proxy, method, values) -> switch (method.getName()) {
            case "getFunction" -> arguments.length == 0 ? null : arguments[0];
            case "getParameters" -> List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
            case "getCreator" -> creator;
            case "getTxId" -> "tx";
            case "getChannelId" -> "federation";
            case "getTxTimestamp" -> Instant.ofEpochMilli(TestChannel.START_MILLIS);
            case "getState" -> state.getOrDefault((String) values[0], new byte[0]);
            case "putState" -> state.put((String) values[0], (byte[]) values[1]);
            case "delState" -> state.remove((String) values[0]);
            case "getStateByPartialCompositeKeyWithPagination" ->
                page(((CompositeKey) values[0]).toString(), (int) values[1], (String) values[2]);
            default -> throw new IllegalStateException("Unsuccessful response received.");
        };
        ChaincodeStub stub = (ChaincodeStub)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ChaincodeStub.class}, handler);
        return chaincode.invoke(stub);
    }

    private QueryResultsIteratorWithMetadata<KeyValue> page(String prefix, int size, String bookmark) {
        List<KeyValue> rows = new ArrayList<>();
        String next = "";
        for (var entry :
                state.tailMap(bookmark.isEmpty() ? prefix : bookmark, true).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            if (rows.size() == size) {
                next = entry.getKey();
                break;
            }
            rows.add(row(entry.getKey(), entry.getValue()));
        }
        QueryResponseMetadata metadata =
                QueryResponseMetadata.newBuilder().setBookmark(next).build();
        return new QueryResultsIteratorWithMetadata<>() {
            @Override
            public QueryResponseMetadata getMetadata() {
                return metadata;
            }

            @Override
            public Iterator<KeyValue> iterator() {
                return rows.iterator();
            }

            @Override
            public void close() {}
        };
    }

    private static KeyValue row(String key, byte[] value) {
        return new KeyValue() {
            @Override
            public String getKey() {
                return key;
            }

            @Override
            public byte[] getValue() {
                return value;
            }

            @Override
            public String getStringValue() {
                return new String(value, StandardCharsets.UTF_8);
            }
        };
    }

    @Test
    void a_refusal_has_status_500_and_the_same_text_as_message_and_payload() throws Exception {
        Response response = invoke(creator("OrgA", "OU=client,CN=anna", 1), "participant:Whoami");
        assertThat(response.getStatusCode()).isEqualTo(500);
        assertThat(response.getMessage()).startsWith("FF-1102 NOT_ENROLLED: ").contains(fingerprint("OrgA"));
        assertThat(response.getStringPayload()).isEqualTo(response.getMessage());
    }

    @Test
    void a_call_without_a_function_is_refused_and_not_a_defect() throws Exception {
        assertThat(invoke(creator("OrgA", "CN=anna", 1)).getMessage()).startsWith("FF-1001 UNKNOWN_FUNCTION: ");
    }

    @Test
    void a_peer_that_fails_and_a_creator_that_is_none_are_defects_and_no_refusal_of_the_caller() throws Exception {
        assertThat(invoke("rubbish".getBytes(StandardCharsets.UTF_8), "participant:Whoami")
                        .getMessage())
                .startsWith("FF-9001 DEFECT: ");
        state.put(new CompositeKey("CERTIFICATE", fingerprint("OrgA")).toString(), new byte[] {'{'});
        assertThat(invoke(creator("OrgA", "CN=anna", 1), "participant:Whoami").getMessage())
                .startsWith("FF-9001 DEFECT: ");
    }

    @Test
    void an_administrator_is_who_has_the_unit_admin_and_nobody_else() throws Exception {
        for (String subject : List.of(
                "CN=admin",
                "OU=client,CN=Admin@orga",
                "OU=administrators,CN=x",
                "OU=ADMIN,CN=x",
                "CN=x,O=OU\\=admin",
                "CN=OU\\=admin\\,x")) {
            assertThat(enroll(subject).getMessage()).as(subject).startsWith("FF-1101 NOT_ADMIN: ");
        }
        for (String subject : List.of("OU=admin,CN=x", "C=US,OU=admin,CN=x", "OU=client+OU=admin,CN=x")) {
            assertThat(enroll(subject).getStatusCode()).as(subject).isEqualTo(200);
        }
    }

    private Response enroll(String subject) throws Exception {
        return invoke(creator("OrgA", subject, 1), "participant:Enroll", "anna", "TRAINER", fingerprint("OrgA"));
    }

    @Test
    void a_renewed_certificate_of_the_same_key_acts_for_the_same_participant_and_another_msp_does_not()
            throws Exception {
        enroll("OU=admin,CN=x");
        assertThat(invoke(creator("OrgA", "OU=client,CN=renewed", 2), "participant:Whoami")
                        .getStringPayload())
                .contains("OrgA/anna");
        assertThat(invoke(creator("OrgB", "OU=client,CN=renewed", 2), "participant:Whoami")
                        .getMessage())
                .startsWith("FF-1102 NOT_ENROLLED: ");
    }

    @Test
    void lists_go_on_from_a_bookmark_that_names_no_key() throws Exception {
        byte[] admin = creator("OrgA", "OU=admin,CN=x", 1);
        for (String name : List.of("anna", "bob", "cleo")) {
            invoke(
                    admin,
                    "participant:Enroll",
                    name,
                    "TRAINER",
                    Digests.sha256Hex(name.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(invoke(admin, "participant:List", "OrgA", "2", "").getStringPayload())
                .endsWith("],\"bookmark\":\"cleo\"}");
        assertThat(invoke(admin, "participant:List", "OrgA", "2", "cleo").getStringPayload())
                .startsWith("{\"items\":[{\"schema\":1,\"id\":\"OrgA/cleo\"")
                .endsWith("],\"bookmark\":\"\"}");
    }
}
