package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import java.util.List;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.Endorsement;

/**
 * A chaincode invocation as a transaction carries it.
 *
 * @param chaincode the invoked chaincode
 * @param arguments function and arguments
 * @param responsePayload the bytes that every endorser signed
 * @param action response, event and read-write sets inside them
 * @param sets the read-write sets, decoded
 * @param endorsements the signatures
 */
record Invocation(
        String chaincode,
        List<ByteString> arguments,
        ByteString responsePayload,
        ChaincodeAction action,
        List<NamespaceSet> sets,
        List<Endorsement> endorsements) {}
