package org.fedfabric.audit.channel;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hyperledger.fabric.protos.common.ConfigGroup;

/**
 * A group, value or policy of a configuration, by itself.
 *
 * @param group the group it lies in; for a group, its own path
 * @param version how often it was changed
 * @param modPolicy who may change it, absolute or relative to the group
 * @param content a value's or policy's bytes; empty for a group
 * @param children the elements that a group holds
 */
record ConfigElement(String group, long version, String modPolicy, ByteString content, Set<String> children) {
    private static final String ROOT = "/Channel";

    /** Every element below the root, by kind and path. */
    static Map<String, ConfigElement> all(ConfigGroup root) {
        Map<String, ConfigElement> elements = new TreeMap<>();
        add(ROOT, root, elements);
        return elements;
    }

    private static void add(String path, ConfigGroup group, Map<String, ConfigElement> elements) {
        Set<String> children = new TreeSet<>();
        group.getGroupsMap().forEach((name, below) -> {
            children.add("group " + path + "/" + name);
            add(path + "/" + name, below, elements);
        });
        group.getValuesMap().forEach((name, value) -> {
            String key = "value " + path + "/" + name;
            children.add(key);
            elements.put(
                    key, new ConfigElement(path, value.getVersion(), value.getModPolicy(), value.getValue(), Set.of()));
        });
        group.getPoliciesMap().forEach((name, policy) -> {
            String key = "policy " + path + "/" + name;
            children.add(key);
            elements.put(
                    key,
                    new ConfigElement(
                            path,
                            policy.getVersion(),
                            policy.getModPolicy(),
                            policy.getPolicy().toByteString(),
                            Set.of()));
        });
        elements.put(
                "group " + path,
                new ConfigElement(path, group.getVersion(), group.getModPolicy(), ByteString.EMPTY, children));
    }

    /** Those that the root still holds. */
    static Map<String, ConfigElement> reachable(Map<String, ConfigElement> elements) {
        Map<String, ConfigElement> reached = new TreeMap<>();
        reach("group " + ROOT, elements, reached);
        return reached;
    }

    private static void reach(String key, Map<String, ConfigElement> elements, Map<String, ConfigElement> reached) {
        ConfigElement element = elements.get(key);
        if (element != null && reached.put(key, element) == null) {
            element.children().forEach(child -> reach(child, elements, reached));
        }
    }

    /** The path of the policy that must be satisfied to change this. */
    String policyPath() {
        return modPolicy.startsWith("/") ? modPolicy : group + "/" + modPolicy;
    }
}
