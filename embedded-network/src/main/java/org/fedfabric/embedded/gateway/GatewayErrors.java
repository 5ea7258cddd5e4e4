package org.fedfabric.embedded.gateway;

import com.google.protobuf.Any;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;

/** gRPC errors in the form the gateway clients unpack: a status with one detail per endorser that failed. */
final class GatewayErrors {
    private GatewayErrors() {}

    static StatusRuntimeException of(Status.Code code, String message, List<ErrorDetail> details) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
        details.forEach(detail -> status.addDetails(Any.pack(detail)));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    static StatusRuntimeException of(Status.Code code, String message) {
        return of(code, message, List.of());
    }

    /** The error to send for a failed future. */
    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof StatusRuntimeException ? cause : of(Status.Code.UNKNOWN, String.valueOf(cause));
    }
}
