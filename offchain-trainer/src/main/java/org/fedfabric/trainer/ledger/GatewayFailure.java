package org.fedfabric.trainer.ledger;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;

/**
 * What a failed evaluation or endorsement means, read from status and details (fabric-facts.md §4 and §5 have the texts).
 *
 * @param kind what to make of it
 * @param code the rule, for refusals
 * @param mspIds the enterprises the details name for it, in order
 * @param text one sentence for people
 */
record GatewayFailure(Kind kind, RefusalCode code, List<String> mspIds, String text) {
    /** What can be done about it. */
    enum Kind {
        /** A rule refuses. */
        REFUSED,
        /** An endorser is at it and asks to be asked again. */
        BUSY,
        /** Endorsers computed different results. */
        MISMATCH,
        /** The peer does not know its fellows yet: seconds after a start. */
        NOT_READY,
        /** Nobody answers at that address, or not in time. */
        UNREACHABLE,
        /** The peer answers; its chaincode does not. */
        CHAINCODE_DOWN,
        /** The request itself is wrong: identity, channel, form. */
        DENIED,
        /** The calling thread was told to stop. */
        INTERRUPTED
    }

    private static final Pattern REFUSAL = Pattern.compile("FF-(\\d{4}) ");
    private static final String EXPIRED_TEXT = "identity expired";
    private static final String MISMATCH_TEXT = "ProposalResponsePayloads do not match";

    /** Reads a failure of a call to the gateway of an enterprise. */
    static GatewayFailure of(GatewayException e, String gatewayMspId) {
        Status status = e.getStatus();
        Map<String, String> messages = new LinkedHashMap<>();
        for (ErrorDetail detail : e.getDetails()) {
            messages.putIfAbsent(detail.getMspId(), detail.getMessage());
        }
        String text = StatusText.withClocksInWords(
                status.getCode() + " " + status.getDescription() + (messages.isEmpty() ? "" : " " + messages));
        if (text.contains(EXPIRED_TEXT)) {
            // A gateway reports it as an endorser that does not answer; every other peer would say the same.
            return new GatewayFailure(Kind.DENIED, null, List.of(gatewayMspId), text);
        }
        return switch (status.getCode()) {
            case UNAVAILABLE -> unavailable(status, gatewayMspId, text);
            case CANCELLED -> new GatewayFailure(cancelled(), null, List.of(gatewayMspId), text);
            case DEADLINE_EXCEEDED -> new GatewayFailure(Kind.UNREACHABLE, null, List.of(gatewayMspId), text);
            default -> fromMessages(status, messages, gatewayMspId, text);
        };
    }

    private static Kind cancelled() {
        return Thread.currentThread().isInterrupted() ? Kind.INTERRUPTED : Kind.UNREACHABLE;
    }

    private static GatewayFailure unavailable(Status status, String gatewayMspId, String text) {
        if (StatusText.wantsCertificate(status)) {
            String sentence = status.getCode() + ": the peer asks for a client certificate that it trusts; set "
                    + "tls: {certificate, key} in the connection profile (" + StatusText.root(status) + ")";
            return new GatewayFailure(Kind.UNREACHABLE, null, List.of(gatewayMspId), sentence);
        }
        boolean missing = String.valueOf(status.getDescription()).contains("failed to find any endorsing peers");
        return new GatewayFailure(missing ? Kind.NOT_READY : Kind.UNREACHABLE, null, List.of(gatewayMspId), text);
    }

    private static GatewayFailure fromMessages(
            Status status, Map<String, String> messages, String gatewayMspId, String text) {
        if (messages.isEmpty()) {
            messages = Map.of(gatewayMspId, String.valueOf(status.getDescription()));
        }
        Map<String, String> refusals = new LinkedHashMap<>();
        List<String> mismatched = new ArrayList<>();
        messages.forEach((mspId, message) -> {
            if (REFUSAL.matcher(message).find()) {
                refusals.put(mspId, message);
            } else if (message.contains(MISMATCH_TEXT)) {
                mismatched.add(mspId);
            }
        });
        if (!refusals.isEmpty()) {
            return refused(refusals, text);
        }
        if (!mismatched.isEmpty()) {
            return new GatewayFailure(Kind.MISMATCH, null, mismatched, text);
        }
        if (status.getCode() == Status.Code.FAILED_PRECONDITION && looksUnready(text)) {
            return new GatewayFailure(Kind.NOT_READY, null, List.copyOf(messages.keySet()), text);
        }
        boolean aborted = status.getCode() == Status.Code.ABORTED || status.getCode() == Status.Code.UNKNOWN;
        Kind kind = aborted && !looksDenied(text) ? Kind.CHAINCODE_DOWN : Kind.DENIED;
        return new GatewayFailure(kind, null, List.copyOf(messages.keySet()), text);
    }

    /** A refusal that will pass outweighs one that will not: whoever is busy has not decided. */
    private static GatewayFailure refused(Map<String, String> refusals, String text) {
        RefusalCode first = null;
        String firstMessage = text;
        for (String message : refusals.values()) {
            RefusalCode code = codeIn(message);
            if (code != null && (first == null || (code.isTransient() && !first.isTransient()))) {
                first = code;
                firstMessage = message.substring(message.indexOf(code.prefix()));
            }
        }
        if (first == null) {
            return new GatewayFailure(Kind.DENIED, null, List.copyOf(refusals.keySet()), text);
        }
        Kind kind = first.isTransient() ? Kind.BUSY : Kind.REFUSED;
        return new GatewayFailure(kind, first, List.copyOf(refusals.keySet()), firstMessage);
    }

    private static RefusalCode codeIn(String message) {
        Matcher matcher = REFUSAL.matcher(message);
        if (matcher.find()) {
            int number = Integer.parseInt(matcher.group(1));
            for (RefusalCode code : RefusalCode.values()) {
                if (code.number() == number) {
                    return code;
                }
            }
        }
        return null;
    }

    private static boolean looksUnready(String text) {
        return text.contains("no peer combination")
                || text.contains("no peers available")
                || text.contains("no combination of peers");
    }

    /** Whether the caller's certificate is what the peer refuses: Fabric's filter in front of endorsers says so. */
    boolean isExpired() {
        return kind == Kind.DENIED && text.contains(EXPIRED_TEXT);
    }

    private static boolean looksDenied(String text) {
        return text.contains("access denied")
                || text.contains("creator")
                || text.contains("channel") && text.contains("not found");
    }
}
