package org.fedfabric.experiments.adversary;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.trainer.attack.Attack;

/** The attacks by name. Those on identities send the opposite of what they have learnt. */
public final class Adversaries {
    /** Stretches of an on-off attacker's run: five of each kind. */
    private static final int STRETCHES = 10;

    private static final Map<String, Function<AdversarySetting, Adversary>> KINDS = kinds();

    private Adversaries() {}

    /** The names {@link #of} knows. */
    public static List<String> names() {
        return List.copyOf(KINDS.keySet());
    }

    /**
     * The attack of that name; one instance serves all attackers of a run.
     *
     * @throws IllegalArgumentException if there is none, or if it cannot be made on such data
     */
    public static Adversary of(String kind, AdversarySetting setting) {
        Checks.present(setting, "setting");
        Function<AdversarySetting, Adversary> maker = KINDS.get(kind);
        Checks.require(maker != null, "attack must be one of " + String.join(", ", names()), kind);
        return maker.apply(setting);
    }

    /** With which identities attackers of that name take part. */
    public static Adversary.Identities identities(String kind) {
        return switch (kind) {
            case "sybil" -> Adversary.Identities.ONE_ENTERPRISE;
            case "whitewash" -> Adversary.Identities.RENEWED;
            case "sham-task" -> Adversary.Identities.VOUCHED_FOR;
            case "bad-mouthing" -> Adversary.Identities.SLANDERING;
            default -> Adversary.Identities.OWN;
        };
    }

    /** Whether attackers of that name claim more rows than they have. */
    public static boolean claimsMoreRows(String kind) {
        return kind.equals("size-liar");
    }

    private static Map<String, Function<AdversarySetting, Adversary>> kinds() {
        Map<String, Function<AdversarySetting, Adversary>> kinds = new LinkedHashMap<>();
        kinds.put("label-flip", LabelFlip::new);
        kinds.put("sign-flip", setting -> opposite());
        kinds.put("scaled-flip", setting -> new Multiple(Attack.SCALED_FLIP));
        kinds.put("gaussian", setting -> new GaussianNoise());
        kinds.put("same-value", setting -> new SameValue());
        kinds.put("alie", setting -> new LittleIsEnough());
        kinds.put("min-max", setting -> new MinMax(MinMax.Direction.DEVIATION));
        kinds.put("min-max-unit", setting -> new MinMax(MinMax.Direction.UNIT));
        kinds.put("min-max-sign", setting -> new MinMax(MinMax.Direction.SIGN));
        kinds.put("backdoor", setting -> new Backdoor(setting, false));
        kinds.put("backdoor-replace", setting -> new Backdoor(setting, true));
        kinds.put("free-rider", setting -> new FreeRider());
        kinds.put("free-rider-noise", setting -> new NoisyFreeRider());
        kinds.put("copier", setting -> new Copier());
        kinds.put("size-liar", setting -> new SizeLiar());
        kinds.put("sham-task", setting -> opposite());
        kinds.put("bad-mouthing", setting -> opposite());
        kinds.put("whitewash", setting -> opposite());
        kinds.put("on-off", setting -> Disguised.onOff(opposite(), Math.max(1, setting.versions() / STRETCHES)));
        kinds.put("sleeper", setting -> Disguised.sleeper(opposite(), Math.max(1, setting.versions() / 2)));
        kinds.put("sybil", setting -> opposite());
        kinds.put("class-eraser", ClassEraser::new);
        return kinds;
    }

    private static Adversary opposite() {
        return new Multiple(Attack.SIGN_FLIP);
    }
}
