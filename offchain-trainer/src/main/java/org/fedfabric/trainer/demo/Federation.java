package org.fedfabric.trainer.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who takes part, under the names that the network gives its enterprises and users.
 *
 * @param enterprises how many
 * @param perEnterprise participants of each
 */
record Federation(int enterprises, int perEnterprise) {
    /**
     * One participant.
     *
     * @param enterprise number of its enterprise, from 0
     * @param index its number there, from 0
     */
    record Member(int enterprise, int index) {
        String enterpriseName() {
            return Federation.enterpriseName(enterprise);
        }

        /** The name its certificate was issued for. */
        String userName() {
            return "p" + (index + 1);
        }

        String participantId() {
            return mspId(enterprise) + "/" + userName();
        }

        /** Where its rows lie below a folder of data. */
        Path folder(Path data) {
            return data.resolve(enterpriseName()).resolve(userName());
        }
    }

    static String enterpriseName(int enterprise) {
        return "enterprise-" + (char) ('a' + enterprise);
    }

    static String mspId(int enterprise) {
        return "Enterprise" + (char) ('A' + enterprise) + "MSP";
    }

    /** Everybody, enterprise after enterprise. */
    List<Member> members() {
        List<Member> members = new ArrayList<>();
        for (int e = 0; e < enterprises; e++) {
            for (int i = 0; i < perEnterprise; i++) {
                members.add(new Member(e, i));
            }
        }
        return members;
    }

    int size() {
        return enterprises * perEnterprise;
    }
}
