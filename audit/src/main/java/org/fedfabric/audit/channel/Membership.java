package org.fedfabric.audit.channel;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** The organisations of a channel. Each identity is judged once; safe for use by several threads. */
public final class Membership {
    private final Map<String, Msp> organizations = new TreeMap<>();
    private final Map<ByteString, Known> known = new ConcurrentHashMap<>();

    private record Known(Member member, String unknown) {}

    Membership(Iterable<Msp> organizations) {
        organizations.forEach(msp -> this.organizations.put(msp.mspId(), msp));
    }

    /**
     * Whose serialised identity this is: a valid member's or not ({@link Member#defect}).
     *
     * @throws UntrustedException when it names no organisation of the channel or holds no certificate
     */
    public Member member(ByteString serialized) throws UntrustedException {
        Known answer = known.computeIfAbsent(serialized, this::read);
        if (answer.member() == null) {
            throw new UntrustedException(answer.unknown());
        }
        return answer.member();
    }

    private Known read(ByteString serialized) {
        try {
            SerializedIdentity identity = SerializedIdentity.parseFrom(serialized);
            Msp msp = organizations.get(identity.getMspid());
            if (msp == null) {
                throw new UntrustedException("'" + identity.getMspid() + "' is no organisation of this channel");
            }
            return new Known(msp.member(Certificates.read(identity.getIdBytes().toByteArray())), null);
        } catch (UntrustedException e) {
            return new Known(null, e.getMessage());
        } catch (InvalidProtocolBufferException e) {
            return new Known(null, "the identity cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            // A certificate that no library expects; whoever made it is nobody.
            return new Known(null, "the certificate cannot be read: " + e);
        }
    }

    /**
     * The valid member who signed.
     *
     * @throws UntrustedException with what is wrong with identity or signature
     */
    public Member signer(ByteString identity, ByteString signature, ByteString... message) throws UntrustedException {
        Member member = member(identity);
        if (!member.isValid()) {
            throw new UntrustedException("the certificate of " + member + " is not valid: "
                    + member.defect().orElseThrow());
        }
        if (!isSigned(member, signature, message)) {
            throw new UntrustedException("the signature of " + member + " does not verify");
        }
        return member;
    }

    private static boolean isSigned(Member member, ByteString signature, ByteString... message) {
        List<ByteBuffer> parts = new ArrayList<>();
        for (ByteString part : message) {
            parts.add(part.asReadOnlyByteBuffer());
        }
        return Signatures.verifies(member.certificate().getPublicKey(), signature.toByteArray(), parts);
    }

    /** What a set of signatures proves: who has truly signed, each once, and what is wrong with the others. */
    public Signers signers(List<Claim> claims) {
        Signers signers = new Signers(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<Object> seen = new HashSet<>();
        for (Claim claim : claims) {
            boolean counted = false;
            try {
                Member member = signer(claim.identity(), claim.signature(), claim.message());
                counted = seen.add(List.of(member.mspId(), member.certificate()));
                if (counted) {
                    signers.members().add(member);
                } else {
                    signers.defects().add(member + " signed twice, which counts once");
                }
            } catch (UntrustedException e) {
                signers.defects().add(e.getMessage());
            }
            signers.counted().add(counted);
        }
        return signers;
    }

    /**
     * Somebody's claim to have signed.
     *
     * @param identity the serialised identity
     * @param signature the signature
     * @param message what was signed
     */
    public record Claim(ByteString identity, ByteString signature, ByteString message) {}

    /**
     * What a set of signatures proves.
     *
     * @param members who has truly signed
     * @param counted for each claim, in order, whether it counts
     * @param defects what is wrong with those that do not
     */
    public record Signers(List<Member> members, List<Boolean> counted, List<String> defects) {}
}
