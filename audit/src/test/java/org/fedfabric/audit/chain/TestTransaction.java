package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeSpec;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;

/** Builds endorsed transactions, right ones and wrong ones. */
final class TestTransaction {
    static final Instant TIME = Instant.parse("2026-06-01T12:00:00Z");
    private static long nonces;

    private final String chaincode;
    private final TestIdentity sender;
    private final KVRWSet.Builder set = KVRWSet.newBuilder();
    private final List<TestIdentity> endorsers = new ArrayList<>();
    private Instant time = TIME;
    private TestIdentity instead;

    TestTransaction(String chaincode, TestIdentity sender) {
        this.chaincode = chaincode;
        this.sender = sender;
    }

    TestTransaction reads(String key, long block, long transaction) {
        set.addReads(KVRead.newBuilder().setKey(key).setVersion(version(block, transaction)));
        return this;
    }

    TestTransaction readsAbsent(String key) {
        set.addReads(KVRead.newBuilder().setKey(key));
        return this;
    }

    /** A scan from start to end, that saw these keys, all written by one transaction. */
    TestTransaction scans(String start, String end, long block, long transaction, String... keys) {
        QueryReads.Builder rows = QueryReads.newBuilder();
        for (String key : keys) {
            rows.addKvReads(KVRead.newBuilder().setKey(key).setVersion(version(block, transaction)));
        }
        set.addRangeQueriesInfo(RangeQueryInfo.newBuilder()
                .setStartKey(start)
                .setEndKey(end)
                .setItrExhausted(true)
                .setRawReads(rows));
        return this;
    }

    TestTransaction writes(String key, String value) {
        return writes(key, ByteString.copyFromUtf8(value));
    }

    TestTransaction writes(String key, ByteString value) {
        set.addWrites(KVWrite.newBuilder().setKey(key).setValue(value));
        return this;
    }

    TestTransaction endorsedBy(TestIdentity... peers) {
        endorsers.addAll(List.of(peers));
        return this;
    }

    TestTransaction at(Instant moment) {
        time = moment;
        return this;
    }

    /** The envelope's signature is somebody else's. */
    TestTransaction signedBy(TestIdentity other) {
        instead = other;
        return this;
    }

    private static Version version(long block, long transaction) {
        return Version.newBuilder().setBlockNum(block).setTxNum(transaction).build();
    }

    Envelope envelope() {
        ByteString signatureHeader = SignatureHeader.newBuilder()
                .setCreator(sender.serialized())
                .setNonce(ByteString.copyFromUtf8("nonce " + ++nonces))
                .build()
                .toByteString();
        ChaincodeID id =
                ChaincodeID.newBuilder().setName(chaincode).setVersion("1").build();
        ByteString channelHeader = ChannelHeader.newBuilder()
                .setType(HeaderType.ENDORSER_TRANSACTION_VALUE)
                .setChannelId(TestChain.CHANNEL)
                .setTxId(Hashes.hex(Hashes.sha256(ByteString.copyFromUtf8("nonce " + nonces), sender.serialized())))
                .setTimestamp(Timestamp.newBuilder().setSeconds(time.getEpochSecond()))
                .setExtension(ChaincodeHeaderExtension.newBuilder()
                        .setChaincodeId(id)
                        .build()
                        .toByteString())
                .build()
                .toByteString();
        ByteString proposal = ChaincodeProposalPayload.newBuilder()
                .setInput(ChaincodeInvocationSpec.newBuilder()
                        .setChaincodeSpec(ChaincodeSpec.newBuilder()
                                .setInput(ChaincodeInput.newBuilder()
                                        .addArgs(ByteString.copyFromUtf8("update:Submit"))
                                        .addArgs(ByteString.copyFromUtf8("task"))))
                        .build()
                        .toByteString())
                .build()
                .toByteString();
        ByteString results = TxReadWriteSet.newBuilder()
                .addNsRwset(NsReadWriteSet.newBuilder()
                        .setNamespace(chaincode)
                        .setRwset(set.build().toByteString()))
                .build()
                .toByteString();
        ByteString response = ProposalResponsePayload.newBuilder()
                .setProposalHash(Hashes.sha256(channelHeader, signatureHeader, proposal))
                .setExtension(ChaincodeAction.newBuilder()
                        .setChaincodeId(id)
                        .setResults(results)
                        .setResponse(Response.newBuilder().setStatus(200))
                        .build()
                        .toByteString())
                .build()
                .toByteString();
        ChaincodeEndorsedAction.Builder endorsed =
                ChaincodeEndorsedAction.newBuilder().setProposalResponsePayload(response);
        for (TestIdentity peer : endorsers) {
            endorsed.addEndorsements(Endorsement.newBuilder()
                    .setEndorser(peer.serialized())
                    .setSignature(peer.sign(response.concat(peer.serialized()))));
        }
        ByteString payload = Payload.newBuilder()
                .setHeader(Header.newBuilder().setChannelHeader(channelHeader).setSignatureHeader(signatureHeader))
                .setData(Transaction.newBuilder()
                        .addActions(TransactionAction.newBuilder()
                                .setHeader(signatureHeader)
                                .setPayload(ChaincodeActionPayload.newBuilder()
                                        .setChaincodeProposalPayload(proposal)
                                        .setAction(endorsed)
                                        .build()
                                        .toByteString()))
                        .build()
                        .toByteString())
                .build()
                .toByteString();
        return Envelope.newBuilder()
                .setPayload(payload)
                .setSignature((instead == null ? sender : instead).sign(payload))
                .build();
    }
}
