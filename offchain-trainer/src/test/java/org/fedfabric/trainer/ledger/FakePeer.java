package org.fedfabric.trainer.ledger;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsServerCredentials;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.fedfabric.trainer.ledger.TestCrypto.Certified;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsResponse;
import org.hyperledger.fabric.protos.gateway.CommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.CommitStatusResponse;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.gateway.EndorseResponse;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.gateway.EvaluateRequest;
import org.hyperledger.fabric.protos.gateway.EvaluateResponse;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc;
import org.hyperledger.fabric.protos.gateway.SignedChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.SubmitRequest;
import org.hyperledger.fabric.protos.gateway.SubmitResponse;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** A gateway over TLS whose every answer a test writes, for faults that a healthy network does not show. */
final class FakePeer extends GatewayGrpc.GatewayImplBase implements AutoCloseable {
    private final String mspId;
    private final Path tlsCaCert;
    private final byte[] certificatePem;
    private final byte[] keyPem;
    private final Path clientCaCert;
    private Server server;

    volatile Function<EvaluateRequest, String> evaluation = request -> "answer";
    volatile Function<EndorseRequest, String> endorsement = request -> "result";
    volatile Function<SubmitRequest, Boolean> submission = request -> true;
    volatile Function<CommitStatusRequest, TxValidationCode> status = request -> TxValidationCode.VALID;
    volatile Function<ChaincodeEventsRequest, List<ChaincodeEventsResponse>> events = request -> List.of();
    final List<SubmitRequest> submitted = Collections.synchronizedList(new ArrayList<>());
    final List<EndorseRequest> endorsed = Collections.synchronizedList(new ArrayList<>());
    final List<ChaincodeEventsRequest> subscribed = Collections.synchronizedList(new ArrayList<>());

    FakePeer(Path folder, String mspId) throws Exception {
        this(folder, mspId, null);
    }

    /** A peer that talks only to who shows a certificate of the given authority; null to take anyone. */
    FakePeer(Path folder, String mspId, Path clientCaCert) throws Exception {
        this.mspId = mspId;
        this.clientCaCert = clientCaCert;
        Certified tls = TestCrypto.selfSigned(mspId);
        this.certificatePem = tls.certificatePem().getBytes(StandardCharsets.UTF_8);
        this.keyPem = tls.keyPem().getBytes(StandardCharsets.UTF_8);
        this.tlsCaCert = Files.write(folder.resolve(mspId + "-tls.pem"), certificatePem);
        start(0);
    }

    private void start(int port) throws IOException {
        TlsServerCredentials.Builder tls = TlsServerCredentials.newBuilder()
                .keyManager(new ByteArrayInputStream(certificatePem), new ByteArrayInputStream(keyPem));
        if (clientCaCert != null) {
            tls.trustManager(clientCaCert.toFile()).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
        }
        server = Grpc.newServerBuilderForPort(port, tls.build())
                .addService(this)
                .build()
                .start();
    }

    GatewayEndpoint endpoint() {
        return new GatewayEndpoint("127.0.0.1:" + server.getPort(), mspId, tlsCaCert);
    }

    void restart() throws Exception {
        int port = server.getPort();
        stop();
        start(port);
    }

    void stop() throws InterruptedException {
        server.shutdownNow().awaitTermination();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** An error as Fabric's gateway words it: what each enterprise's endorser said is in the details. */
    static StatusRuntimeException error(Status.Code code, String text, String... mspIdsAndMessages) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(text);
        for (int i = 0; i < mspIdsAndMessages.length; i += 2) {
            status.addDetails(Any.pack(ErrorDetail.newBuilder()
                    .setAddress("peer:7051")
                    .setMspId(mspIdsAndMessages[i])
                    .setMessage(mspIdsAndMessages[i + 1])
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    @Override
    public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> out) {
        answer(
                out,
                () -> EvaluateResponse.newBuilder()
                        .setResult(Response.newBuilder()
                                .setStatus(200)
                                .setPayload(ByteString.copyFromUtf8(evaluation.apply(request))))
                        .build());
    }

    @Override
    public void endorse(EndorseRequest request, StreamObserver<EndorseResponse> out) {
        endorsed.add(request);
        answer(
                out,
                () -> EndorseResponse.newBuilder()
                        .setPreparedTransaction(envelope(request, endorsement.apply(request)))
                        .build());
    }

    private static Envelope envelope(EndorseRequest request, String result) {
        ChaincodeAction action = ChaincodeAction.newBuilder()
                .setResponse(Response.newBuilder().setStatus(200).setPayload(ByteString.copyFromUtf8(result)))
                .build();
        ChaincodeActionPayload payload = ChaincodeActionPayload.newBuilder()
                .setAction(ChaincodeEndorsedAction.newBuilder()
                        .setProposalResponsePayload(ProposalResponsePayload.newBuilder()
                                .setExtension(action.toByteString())
                                .build()
                                .toByteString()))
                .build();
        ChannelHeader header = ChannelHeader.newBuilder()
                .setChannelId(request.getChannelId())
                .setTxId(request.getTransactionId())
                .build();
        return Envelope.newBuilder()
                .setPayload(Payload.newBuilder()
                        .setHeader(Header.newBuilder().setChannelHeader(header.toByteString()))
                        .setData(Transaction.newBuilder()
                                .addActions(TransactionAction.newBuilder().setPayload(payload.toByteString()))
                                .build()
                                .toByteString())
                        .build()
                        .toByteString())
                .build();
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> out) {
        submitted.add(request);
        try {
            if (submission.apply(request)) {
                answer(out, SubmitResponse::getDefaultInstance);
            }
        } catch (StatusRuntimeException e) {
            out.onError(e);
        }
    }

    @Override
    public void commitStatus(SignedCommitStatusRequest request, StreamObserver<CommitStatusResponse> out) {
        TxValidationCode code;
        try {
            code = status.apply(CommitStatusRequest.parseFrom(request.getRequest()));
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
        if (code != null) {
            answer(
                    out,
                    () -> CommitStatusResponse.newBuilder()
                            .setResult(code)
                            .setBlockNumber(7)
                            .build());
        }
    }

    @Override
    public void chaincodeEvents(SignedChaincodeEventsRequest request, StreamObserver<ChaincodeEventsResponse> out) {
        try {
            ChaincodeEventsRequest parsed = ChaincodeEventsRequest.parseFrom(request.getRequest());
            subscribed.add(parsed);
            events.apply(parsed).forEach(out::onNext);
        } catch (com.google.protobuf.InvalidProtocolBufferException | StatusRuntimeException e) {
            out.onError(e);
        }
    }

    private static <T> void answer(StreamObserver<T> out, java.util.function.Supplier<T> supplier) {
        try {
            out.onNext(supplier.get());
            out.onCompleted();
        } catch (StatusRuntimeException e) {
            out.onError(e);
        }
    }
}
