package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.audit.channel.Membership;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** Makes the record of a transaction that is handed on. */
final class TransactionView {
    private TransactionView() {}

    static LedgerTransaction of(
            long block,
            int index,
            OrderedEnvelope envelope,
            Membership.Signers signers,
            TransactionStatus flagged,
            TransactionStatus recomputed) {
        Invocation invocation = envelope.invocation();
        SerializedIdentity sender = identity(envelope.sender().getCreator());
        List<String> arguments =
                invocation.arguments().stream().map(ByteString::toStringUtf8).toList();
        List<StateRead> reads = new ArrayList<>();
        List<StateWrite> writes = new ArrayList<>();
        boolean ranges = false;
        for (NamespaceSet set : invocation.sets()) {
            if (set.namespace().equals(invocation.chaincode())) {
                set.open().getReadsList().forEach(read -> reads.add(read(read)));
                set.open().getWritesList().forEach(write -> writes.add(write(write)));
                ranges |= set.open().getRangeQueriesInfoCount() > 0;
            }
        }
        return new LedgerTransaction(
                block,
                index,
                envelope.channel().getTxId(),
                envelope.channel().getChannelId(),
                sender.getMspid(),
                sender.getIdBytes().toByteArray(),
                timestamp(envelope),
                invocation.chaincode(),
                arguments.isEmpty() ? "" : arguments.get(0),
                arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size()),
                reads,
                writes,
                ranges,
                event(invocation),
                invocation.action().getResponse().getStatus(),
                invocation.action().getResponse().getPayload().toByteArray(),
                endorsers(invocation, signers),
                flagged,
                recomputed);
    }

    static Instant timestamp(OrderedEnvelope envelope) {
        Timestamp time = envelope.channel().getTimestamp();
        try {
            return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
        } catch (DateTimeException e) {
            // No year that Java knows: outside every certificate's time.
            return Instant.MIN;
        }
    }

    private static StateRead read(KVRead read) {
        return new StateRead(
                read.getKey(),
                read.hasVersion()
                        ? new StateVersion(
                                read.getVersion().getBlockNum(),
                                read.getVersion().getTxNum())
                        : null);
    }

    private static StateWrite write(KVWrite write) {
        boolean delete = write.getIsDelete() || write.getValue().isEmpty();
        return new StateWrite(write.getKey(), delete ? null : write.getValue().toByteArray());
    }

    private static ChaincodeEvent event(Invocation invocation) {
        try {
            var event = org.hyperledger.fabric.protos.peer.ChaincodeEvent.parseFrom(
                    invocation.action().getEvents());
            return event.getEventName().isEmpty()
                    ? null
                    : new ChaincodeEvent(
                            event.getEventName(), event.getPayload().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The event was decoded when the envelope was", e);
        }
    }

    private static List<Endorser> endorsers(Invocation invocation, Membership.Signers signers) {
        List<Endorser> endorsers = new ArrayList<>();
        for (int i = 0; i < invocation.endorsements().size(); i++) {
            SerializedIdentity identity =
                    identity(invocation.endorsements().get(i).getEndorser());
            endorsers.add(new Endorser(
                    identity.getMspid(),
                    identity.getIdBytes().toByteArray(),
                    signers.counted().get(i)));
        }
        return endorsers;
    }

    private static SerializedIdentity identity(ByteString serialized) {
        try {
            return SerializedIdentity.parseFrom(serialized);
        } catch (InvalidProtocolBufferException e) {
            // Told by the status; there is nothing to show.
            return SerializedIdentity.getDefaultInstance();
        }
    }
}
