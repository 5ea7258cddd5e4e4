package org.fedfabric.protocol.ledger;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * Somebody who acts, under a name that stays for life whatever certificates come and go.
 *
 * @param schema version of this record's form, 1
 * @param id {@code mspId/name}
 * @param roles in the order of {@link Role}, each once
 * @param suspended whether the enterprise's administrator has suspended it
 */
public record Participant(int schema, String id, List<Role> roles, boolean suspended) {
    /** Checks the parts. */
    public Participant {
        Checks.inRange(schema, 1, 1, "schema of a participant");
        Names.requireParticipantId(id, "participant id");
        roles = Checks.list(roles, Role.values().length, "roles");
        Checks.require(
                roles.equals(roles.stream().distinct().sorted().toList()), "Roles must be in order, each once", roles);
    }

    /** Whether it has the role. */
    public boolean has(Role role) {
        return roles.contains(role);
    }
}
