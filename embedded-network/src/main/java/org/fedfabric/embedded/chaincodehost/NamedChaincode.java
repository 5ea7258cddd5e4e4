package org.fedfabric.embedded.chaincodehost;

import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.hyperledger.fabric.shim.Chaincode;

/**
 * Chaincode by the name of its class, as it comes from a command line: a {@link ChaincodeFactory} with a constructor
 * without parameters, or a {@link Chaincode} with a constructor that takes the content store's {@link URI} or nothing.
 */
public final class NamedChaincode {
    private NamedChaincode() {}

    /**
     * The factory of that name, or one that calls the chaincode's constructor.
     *
     * @throws IllegalArgumentException if there is no such class on the class path or it is neither
     */
    public static ChaincodeFactory factory(String className) {
        Class<?> type;
        try {
            type = Class.forName(className);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "The chaincode must be a class on the class path. Provided value: " + className
                            + ". Check its spelling.",
                    e);
        }
        if (ChaincodeFactory.class.isAssignableFrom(type)) {
            return (ChaincodeFactory) construct(constructor(type).orElseThrow(() -> unsuitable(className)));
        }
        if (Chaincode.class.isAssignableFrom(type)) {
            Optional<Constructor<?>> withContent = constructor(type, URI.class);
            Constructor<?> constructor =
                    withContent.or(() -> constructor(type)).orElseThrow(() -> unsuitable(className));
            return context -> (Chaincode)
                    (withContent.isPresent() ? construct(constructor, context.contentApi()) : construct(constructor));
        }
        throw unsuitable(className);
    }

    private static Optional<Constructor<?>> constructor(Class<?> type, Class<?>... parameters) {
        return Stream.of(type.getDeclaredConstructors())
                .filter(constructor -> Arrays.equals(constructor.getParameterTypes(), parameters))
                .<Constructor<?>>map(constructor -> constructor)
                .findFirst();
    }

    private static Object construct(Constructor<?> constructor, Object... arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "The chaincode " + constructor.getDeclaringClass().getName() + " cannot be made: " + e.getCause(),
                    e);
        }
    }

    private static IllegalArgumentException unsuitable(String className) {
        return new IllegalArgumentException("The chaincode must be a ChaincodeFactory, or a Chaincode, with a public"
                + " constructor that takes nothing (or, for a Chaincode, the content store's URI). Provided value: "
                + className);
    }
}
