package org.fedfabric.audit.channel;

import java.util.List;

/** Which members must have signed. */
public interface Policy {
    /** Whether these members, each of whom has truly signed, are enough. */
    boolean isSatisfiedBy(List<Member> signers);

    /** The rule for people, such as {@code majority of Endorsement}. */
    String description();
}
