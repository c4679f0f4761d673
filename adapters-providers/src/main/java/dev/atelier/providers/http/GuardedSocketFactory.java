package dev.atelier.providers.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.function.IntPredicate;
import javax.net.SocketFactory;

/**
 * Makes sockets that judge the address they are really connected to.
 *
 * <p>A guard in the name look-up alone is none: for IP literals, in all their spellings, OkHttp never asks it, and a name may
 * resolve differently the second time. TLS is laid over these sockets, so https is guarded too.
 */
final class GuardedSocketFactory extends SocketFactory {
    private final NetworkPolicy policy;
    private final IntPredicate publicPorts;

    GuardedSocketFactory(NetworkPolicy policy, IntPredicate publicPorts) {
        this.policy = policy;
        this.publicPorts = publicPorts;
    }

    @Override
    public Socket createSocket() {
        return new GuardedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw unguarded();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw unguarded();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw unguarded();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw unguarded();
    }

    /** Throws unless the policy lets us connect there. */
    void check(SocketAddress target) throws IOException {
        if (!(target instanceof InetSocketAddress inet) || inet.isUnresolved() || !reachable(inet)) {
            throw new ConnectException("destination refused");
        }
    }

    private boolean reachable(InetSocketAddress inet) throws SocketException {
        InetAddress address = inet.getAddress();
        // getHostString gives the name that was asked for, or the literal; it never looks anything up.
        if (policy.allows(inet.getHostString(), inet.getPort())) {
            return AddressPolicy.mayBeOpened(address);
        }
        return publicPorts.test(inet.getPort())
                && AddressPolicy.isPublic(address)
                && NetworkInterface.getByInetAddress(address) == null;
    }

    private static UnsupportedOperationException unguarded() {
        return new UnsupportedOperationException("connect through createSocket() only");
    }

    private final class GuardedSocket extends Socket {
        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            check(endpoint);
            super.connect(endpoint, timeout);
        }
    }
}
