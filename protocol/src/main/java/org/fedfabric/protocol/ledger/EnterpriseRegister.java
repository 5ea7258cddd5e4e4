package org.fedfabric.protocol.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fedfabric.protocol.canonical.Checks;

/**
 * All enterprises of a channel in one small record. Written by an enterprise's first enrolment and by the vote that
 * changes a state, and by nothing that a minority can repeat at will: Advance reads it, so whoever could write it could
 * void every Advance.
 *
 * @param schema version of this record's form, 1
 * @param enterprises by MSP id, each once
 */
public record EnterpriseRegister(int schema, List<Enterprise> enterprises) {
    /** More enterprises than a channel's peers could endorse for; about 60 kB. */
    public static final int MAX_ENTERPRISES = 1_000;

    /** The register of a channel on which nobody has enrolled yet. */
    public static final EnterpriseRegister EMPTY = new EnterpriseRegister(1, List.of());

    /** Checks the order. */
    public EnterpriseRegister {
        Checks.inRange(schema, 1, 1, "schema of an enterprise register");
        enterprises = Checks.list(enterprises, MAX_ENTERPRISES, "enterprises");
        List<String> ids = enterprises.stream().map(Enterprise::mspId).toList();
        Checks.require(
                ids.equals(ids.stream().distinct().sorted().toList()), "Enterprises must be in order, each once", ids);
    }

    /** The enterprise of that MSP. */
    public Optional<Enterprise> find(String mspId) {
        return enterprises.stream().filter(e -> e.mspId().equals(mspId)).findFirst();
    }

    /** Whether an enterprise's participants may join and be selected; one that is not registered may. */
    public boolean admits(String mspId) {
        return find(mspId).map(e -> e.state() == EnterpriseState.ACTIVE).orElse(true);
    }

    /** The register with this enterprise instead of what it had under its MSP. */
    public EnterpriseRegister with(Enterprise enterprise) {
        List<Enterprise> changed = new ArrayList<>(enterprises);
        changed.removeIf(e -> e.mspId().equals(enterprise.mspId()));
        changed.add(enterprise);
        changed.sort(Comparator.comparing(Enterprise::mspId));
        return new EnterpriseRegister(schema, changed);
    }
}
