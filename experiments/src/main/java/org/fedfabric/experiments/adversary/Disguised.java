package org.fedfabric.experiments.adversary;

import java.util.Optional;
import java.util.function.LongPredicate;
import org.fedfabric.protocol.data.FeatureRows;

/** An attack that is made in some versions only. */
final class Disguised implements Adversary {
    private final Adversary attack;
    private final LongPredicate when;

    private Disguised(Adversary attack, LongPredicate when) {
        this.attack = attack;
        this.when = when;
    }

    /** Attacks in every second stretch of this many versions, beginning with an honest one (Sun et al. 2006). */
    static Adversary onOff(Adversary attack, int stretch) {
        return new Disguised(attack, version -> version / stretch % 2 == 1);
    }

    /** Works honestly until this version, and attacks from then on. */
    static Adversary sleeper(Adversary attack, long wakes) {
        return new Disguised(attack, version -> version >= wakes);
    }

    @Override
    public boolean attacks(long version) {
        return when.test(version);
    }

    @Override
    public FeatureRows rows(FeatureRows own) {
        return attack.rows(own);
    }

    @Override
    public double[] update(Situation situation) {
        return attack.update(situation);
    }

    @Override
    public Optional<FeatureRows> aim(FeatureRows test) {
        return attack.aim(test);
    }
}
