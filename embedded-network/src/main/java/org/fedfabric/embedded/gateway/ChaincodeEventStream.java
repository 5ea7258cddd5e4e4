package org.fedfabric.embedded.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;
import org.fedfabric.embedded.delivery.BlockPump;
import org.fedfabric.embedded.delivery.SeekRange;
import org.fedfabric.embedded.ledger.CommittedBlock;
import org.fedfabric.embedded.ledger.Ledger;
import org.fedfabric.embedded.ledger.TransactionStatus;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsResponse;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** Sends one client the events of valid transactions, from a block or from after a transaction it knows. */
final class ChaincodeEventStream implements BlockPump.Sink {
    private final ChaincodeEventsRequest request;
    private final ServerCallStreamObserver<ChaincodeEventsResponse> client;
    private boolean passedKnownTransaction;

    private ChaincodeEventStream(
            ChaincodeEventsRequest request, ServerCallStreamObserver<ChaincodeEventsResponse> client) {
        this.request = request;
        this.client = client;
        this.passedKnownTransaction = request.getAfterTransactionId().isEmpty();
    }

    static void start(
            ChaincodeEventsRequest request,
            Ledger ledger,
            ServerCallStreamObserver<ChaincodeEventsResponse> client,
            Executor executor) {
        BlockPump pump = new BlockPump(
                ledger,
                startBlock(request, ledger),
                SeekRange.NEVER,
                client::isReady,
                new ChaincodeEventStream(request, client),
                executor);
        client.setOnReadyHandler(pump::wake);
        client.setOnCancelHandler(pump::close);
        pump.start();
    }

    private static long startBlock(ChaincodeEventsRequest request, Ledger ledger) {
        return ledger.status(request.getAfterTransactionId())
                .map(TransactionStatus::block)
                .orElseGet(() -> SeekRange.start(request.getStartPosition(), ledger.height()));
    }

    @Override
    public void block(CommittedBlock block) throws InvalidProtocolBufferException {
        ChaincodeEventsResponse.Builder response =
                ChaincodeEventsResponse.newBuilder().setBlockNumber(block.number());
        for (CommittedBlock.Entry entry : block.transactions()) {
            if (entry.code() == TxValidationCode.VALID && entry.transaction().isPresent()) {
                ChaincodeEvent event = entry.transaction().get().event();
                if (passedKnownTransaction
                        && !event.getEventName().isEmpty()
                        && event.getChaincodeId().equals(request.getChaincodeId())) {
                    response.addEvents(event);
                }
                passedKnownTransaction |= entry.transactionId().equals(request.getAfterTransactionId());
            }
        }
        if (response.getEventsCount() > 0) {
            client.onNext(response.build());
        }
    }

    @Override
    public void failed(Exception failure) {
        client.onError(Status.ABORTED.withDescription(failure.getMessage()).asRuntimeException());
    }
}
