package org.fedfabric.audit.replay;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fedfabric.chaincode.FabricKeys;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.privacy.PrivacyBudget;
import org.fedfabric.protocol.reputation.Reputation;

/** How two records under a key differ, in sentences that name participants, verdicts and addresses. */
final class Words {
    /** Differences that are told; a record that differs in more is another record. */
    private static final int MOST = 8;

    /** Characters of a value that are told. */
    private static final int EXCERPT = 120;

    private Words() {}

    /** What lies under a key, in words. */
    static String subject(String key) {
        StateKey parsed;
        try {
            parsed = FabricKeys.parse(key);
        } catch (IllegalArgumentException e) {
            return "the key " + key.replace('\0', '/');
        }
        List<String> parts = parsed.parts();
        return switch (parsed.kind()) {
            case PARTICIPANT -> "participant " + parts.get(0) + "/" + parts.get(1);
            case CERTIFICATE -> "the binding of certificate " + parts.get(0).substring(0, 12) + "…";
            case ACCOUNT -> "the data account " + parts.get(1) + " of " + parts.get(0);
            case TASK -> "the task " + parts.get(0);
            case HEAD -> "the head of " + parts.get(0);
            case VERSION -> "version " + number(parts.get(1)) + " of " + parts.get(0);
            case UPDATE ->
                "the update of " + parts.get(2) + "/" + parts.get(3) + " to version " + number(parts.get(1)) + " of "
                        + parts.get(0);
            case MEMBERSHIP -> "the membership of " + parts.get(1) + "/" + parts.get(2) + " in " + parts.get(0);
            case ROSTER -> "page " + number(parts.get(1)) + " of the roster of " + parts.get(0);
            case DECLARATION -> "the declaration of " + parts.get(1) + "/" + parts.get(2) + " in " + parts.get(0);
            case ENTERPRISES -> "the register of enterprises";
            case VOTE -> "the vote of " + parts.get(1) + " on " + parts.get(0);
            case SCORE ->
                "the score that " + parts.get(2) + "/" + parts.get(3) + " gives version " + number(parts.get(1))
                        + " of " + parts.get(0);
        };
    }

    /** How two canonical records differ, joined to one sentence; both must be there. */
    static String difference(byte[] ledger, byte[] rules) {
        Optional<JsonElement> recorded = json(ledger);
        Optional<JsonElement> recomputed = json(rules);
        if (recorded.isEmpty() || recomputed.isEmpty()) {
            return compared("", text(ledger), text(rules));
        }
        List<String> sentences = new ArrayList<>();
        compare("", recorded.get(), recomputed.get(), sentences);
        if (sentences.isEmpty()) {
            return "the bytes on the ledger are not canonical: " + text(ledger);
        }
        int more = sentences.size() - MOST;
        return String.join("; ", sentences.subList(0, Math.min(MOST, sentences.size())))
                + (more > 0 ? "; and " + more + " more differences" : "");
    }

    /** A record's beginning. */
    static String text(byte[] bytes) {
        return bytes == null ? "nothing" : excerpt(new String(bytes, StandardCharsets.UTF_8));
    }

    private static void compare(String path, JsonElement ledger, JsonElement rules, List<String> sentences) {
        if (ledger != null && rules != null && ledger.isJsonObject() && rules.isJsonObject()) {
            fields(path, ledger.getAsJsonObject(), rules.getAsJsonObject(), sentences);
        } else if (ledger != null && rules != null && ledger.isJsonArray() && rules.isJsonArray()) {
            elements(path, ledger.getAsJsonArray(), rules.getAsJsonArray(), sentences);
        } else if (ledger == null ? rules != null : !ledger.equals(rules)) {
            sentences.add(compared(path, value(ledger), value(rules)));
        }
    }

    private static void fields(String path, JsonObject ledger, JsonObject rules, List<String> sentences) {
        if (ledger.equals(rules)) {
            return;
        }
        Set<String> names = new LinkedHashSet<>(rules.keySet());
        names.addAll(ledger.keySet());
        if (names.contains("evidence") && names.contains("baseRateMicros")) {
            reputation(path, ledger, rules, sentences);
            names.removeAll(Set.of("evidence", "baseRateMicros"));
        }
        if (names.contains("outcome")) {
            sentences.add(compared(path, verdict(ledger), verdict(rules)));
            return;
        }
        if (names.equals(Set.of("rhoNanos", "pureEpsilonNanos"))) {
            sentences.add(compared(path, loss(ledger), loss(rules)));
            return;
        }
        for (String name : names) {
            compare(
                    path.isEmpty() ? words(name) : words(name) + " of " + path,
                    ledger.get(name),
                    rules.get(name),
                    sentences);
        }
    }

    private static void elements(String path, JsonArray ledger, JsonArray rules, List<String> sentences) {
        if (ledger.equals(rules)) {
            return;
        }
        Map<String, JsonElement> recorded = byId(ledger);
        Map<String, JsonElement> recomputed = byId(rules);
        if (recorded.keySet().equals(recomputed.keySet())
                && recorded.values().stream().allMatch(JsonElement::isJsonObject)) {
            recorded.forEach((id, element) -> compare(id, element, recomputed.get(id), sentences));
        } else {
            Set<String> surplus = new TreeSet<>(recorded.keySet());
            surplus.removeAll(recomputed.keySet());
            Set<String> absent = new TreeSet<>(recomputed.keySet());
            absent.removeAll(recorded.keySet());
            if (!surplus.isEmpty()) {
                sentences.add("among the " + path + " the ledger has " + String.join(", ", surplus)
                        + ", and the rules do not");
            }
            if (!absent.isEmpty()) {
                sentences.add("among the " + path + " the rules have " + String.join(", ", absent)
                        + ", and the ledger does not");
            }
        }
        if (sentences.isEmpty()) {
            sentences.add(compared(path, value(ledger), value(rules)));
        }
    }

    private static void reputation(String path, JsonObject ledger, JsonObject rules, List<String> sentences) {
        String recorded = reputation(ledger);
        String recomputed = reputation(rules);
        if (!recorded.equals(recomputed)) {
            sentences.add(compared("reputation of " + path, recorded, recomputed));
        }
    }

    private static String reputation(JsonObject member) {
        try {
            JsonObject evidence = member.getAsJsonObject("evidence");
            Evidence counts = new Evidence(
                    evidence.get("positiveNanos").getAsLong(),
                    evidence.get("negativeNanos").getAsLong());
            long baseRate = member.get("baseRateMicros").getAsLong();
            return PrivacyBudget.decimal(Reputation.expectationMicros(counts, baseRate)) + " (evidence "
                    + nanos(counts.positiveNanos()) + " for and " + nanos(counts.negativeNanos())
                    + " against, base rate "
                    + PrivacyBudget.decimal(baseRate) + ")";
        } catch (RuntimeException e) {
            return excerpt(member.toString());
        }
    }

    private static String verdict(JsonObject verdict) {
        StringBuilder text = new StringBuilder(value(verdict.get("outcome")));
        if (verdict.has("reason")) {
            text.append(' ').append(value(verdict.get("reason")));
        }
        if (verdict.has("scoreMicros")) {
            text.append(" with score ")
                    .append(value(verdict.get("scoreMicros")))
                    .append(" against ")
                    .append(value(verdict.get("baseScoreMicros")))
                    .append(" millionths");
        }
        return text.toString();
    }

    private static String loss(JsonObject loss) {
        return "ρ = " + value(loss.get("rhoNanos")) + " and ε = " + value(loss.get("pureEpsilonNanos")) + " billionths";
    }

    private static String compared(String what, String ledger, String rules) {
        return (what.isEmpty() ? "it" : "the " + what) + " is " + ledger + " on the ledger, and " + rules
                + " by the rules";
    }

    private static Map<String, JsonElement> byId(JsonArray array) {
        Map<String, JsonElement> byId = new LinkedHashMap<>();
        for (JsonElement element : array) {
            boolean named = element.isJsonObject() && element.getAsJsonObject().has("id");
            byId.put(value(named ? element.getAsJsonObject().get("id") : element), element);
        }
        return byId;
    }

    private static String value(JsonElement element) {
        if (element == null) {
            return "absent";
        }
        return excerpt(element instanceof JsonPrimitive primitive ? primitive.getAsString() : element.toString());
    }

    /** {@code modelCid} as {@code model CID}, {@code scoreMicros} as {@code score in millionths}. */
    private static String words(String name) {
        return switch (name) {
            case "spent" -> "privacy spent";
            case "charge" -> "privacy charge";
            case "seed" -> "beacon";
            default -> {
                String spaced = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                        .toLowerCase(Locale.ROOT)
                        .replace(" cid", " CID")
                        .replaceAll("^cid$", "CID");
                yield spaced.replaceAll(" micros$", " in millionths")
                        .replaceAll(" nanos$", " in billionths")
                        .replaceAll(" millis$", " in milliseconds since 1970");
            }
        };
    }

    private static Optional<JsonElement> json(byte[] bytes) {
        try {
            return Optional.of(JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)));
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    private static String number(String padded) {
        return padded.replaceFirst("^0+(?=.)", "");
    }

    private static String nanos(long nanos) {
        return java.math.BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }

    private static String excerpt(String text) {
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }
}
