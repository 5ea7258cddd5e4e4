package org.fedfabric.embedded.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * An immutable sorted map from keys to values: every change copies the path to the changed node and shares the rest, so
 * that an old version stays readable for as long as somebody holds it, at no cost to writers.
 *
 * <p>An AVL tree: the heights of two siblings differ by at most one, so a path among a million keys has at most 28 nodes.
 */
final class SortedTree<V> {
    private static final SortedTree<?> EMPTY = new SortedTree<>(null);

    private final Node<V> root;

    private SortedTree(Node<V> root) {
        this.root = root;
    }

    @SuppressWarnings("unchecked") // an empty tree holds no value of any type
    static <V> SortedTree<V> empty() {
        return (SortedTree<V>) EMPTY;
    }

    /** The key's value, or null. */
    V get(String key) {
        Node<V> node = root;
        while (node != null) {
            int order = Utf8Order.INSTANCE.compare(key, node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    SortedTree<V> with(String key, V value) {
        return new SortedTree<>(insert(root, key, value));
    }

    SortedTree<V> without(String key) {
        return get(key) == null ? this : new SortedTree<>(remove(root, key));
    }

    /** The entries in key order from the given key (inclusive) to the end. */
    Iterator<Map.Entry<String, V>> from(String start) {
        Deque<Node<V>> path = new ArrayDeque<>();
        Node<V> node = root;
        while (node != null) {
            if (Utf8Order.INSTANCE.compare(start, node.key) <= 0) {
                path.push(node);
                node = node.left;
            } else {
                node = node.right;
            }
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !path.isEmpty();
            }

            @Override
            public Map.Entry<String, V> next() {
                if (path.isEmpty()) {
                    throw new NoSuchElementException();
                }
                Node<V> current = path.pop();
                for (Node<V> next = current.right; next != null; next = next.left) {
                    path.push(next);
                }
                return Map.entry(current.key, current.value);
            }
        };
    }

    private static <V> Node<V> insert(Node<V> node, String key, V value) {
        if (node == null) {
            return new Node<>(key, value, null, null);
        }
        int order = Utf8Order.INSTANCE.compare(key, node.key);
        if (order == 0) {
            return new Node<>(key, value, node.left, node.right);
        }
        return order < 0
                ? balanced(node, insert(node.left, key, value), node.right)
                : balanced(node, node.left, insert(node.right, key, value));
    }

    private static <V> Node<V> remove(Node<V> node, String key) {
        int order = Utf8Order.INSTANCE.compare(key, node.key);
        if (order < 0) {
            return balanced(node, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return balanced(node, node.left, remove(node.right, key));
        }
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        Node<V> successor = node.right;
        while (successor.left != null) {
            successor = successor.left;
        }
        return balanced(successor, node.left, remove(node.right, successor.key));
    }

    /** A node with the entry of {@code entry} over the two subtrees, whose heights differ by at most two. */
    private static <V> Node<V> balanced(Node<V> entry, Node<V> left, Node<V> right) {
        int lean = height(left) - height(right);
        if (lean > 1) {
            return height(left.left) >= height(left.right)
                    ? over(left, left.left, over(entry, left.right, right))
                    : over(left.right, over(left, left.left, left.right.left), over(entry, left.right.right, right));
        }
        if (lean < -1) {
            return height(right.right) >= height(right.left)
                    ? over(right, over(entry, left, right.left), right.right)
                    : over(right.left, over(entry, left, right.left.left), over(right, right.left.right, right.right));
        }
        return over(entry, left, right);
    }

    private static <V> Node<V> over(Node<V> entry, Node<V> left, Node<V> right) {
        return new Node<>(entry.key, entry.value, left, right);
    }

    private static int height(Node<?> node) {
        return node == null ? 0 : node.height;
    }

    private static final class Node<V> {
        final String key;
        final V value;
        final Node<V> left;
        final Node<V> right;
        final int height;

        Node(String key, V value, Node<V> left, Node<V> right) {
            this.key = key;
            this.value = value;
            this.left = left;
            this.right = right;
            this.height = 1 + Math.max(SortedTree.height(left), SortedTree.height(right));
        }
    }
}
