package org.fedfabric.audit.channel;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.function.Predicate;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.OrganizationUnit;

/** A kind of signer that a policy names: a role in an organisation, a unit of it, or one certificate. */
final class Principal {
    private final String text;
    private final Predicate<Member> test;

    private Principal(String text, Predicate<Member> test) {
        this.text = text;
        this.test = test;
    }

    static Principal read(MSPPrincipal principal, Membership membership)
            throws InvalidProtocolBufferException, UntrustedException {
        switch (principal.getPrincipalClassification()) {
            case ROLE -> {
                MSPRole role = MSPRole.parseFrom(principal.getPrincipal());
                String mspId = role.getMspIdentifier();
                Predicate<Member> inRole = role(role.getRole());
                return new Principal(
                        mspId + "." + role.getRole().name().toLowerCase(java.util.Locale.ROOT),
                        member -> member.mspId().equals(mspId) && inRole.test(member));
            }
            case IDENTITY -> {
                Member named = membership.member(principal.getPrincipal());
                return new Principal(
                        named.toString(),
                        member -> named.isValid()
                                && member.mspId().equals(named.mspId())
                                && member.certificate().equals(named.certificate()));
            }
            case ORGANIZATION_UNIT -> {
                OrganizationUnit unit = OrganizationUnit.parseFrom(principal.getPrincipal());
                return new Principal(
                        unit.getMspIdentifier() + "/" + unit.getOrganizationalUnitIdentifier(),
                        member -> member.isValid()
                                && member.mspId().equals(unit.getMspIdentifier())
                                && member.units().contains(unit.getOrganizationalUnitIdentifier()));
            }
            default ->
                throw new UntrustedException(
                        "principals of kind " + principal.getPrincipalClassification() + " cannot be audited");
        }
    }

    private static Predicate<Member> role(MSPRole.MSPRoleType type) throws UntrustedException {
        return switch (type) {
            case MEMBER -> Member::isValid;
            case ADMIN -> member -> member.namedAdmin() || (member.isValid() && member.role() == Role.ADMIN);
            case CLIENT -> member -> member.isValid() && member.role() == Role.CLIENT;
            case PEER -> member -> member.isValid() && member.role() == Role.PEER;
            case ORDERER -> member -> member.isValid() && member.role() == Role.ORDERER;
            default -> throw new UntrustedException("the role " + type + " is unknown");
        };
    }

    boolean isSatisfiedBy(Member member) {
        return test.test(member);
    }

    @Override
    public String toString() {
        return text;
    }
}
