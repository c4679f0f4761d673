package dev.atelier.app.e2e;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One message of PostgreSQL's protocol, version 3.
 *
 * @param type its letter; 0 for the first one of a connection, which has none
 * @param body what follows the length
 */
record PgFrame(char type, byte[] body) {
    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;

    static PgFrame read(DataInputStream in) throws IOException {
        char type = (char) in.readUnsignedByte();
        return new PgFrame(type, in.readNBytes(in.readInt() - 4));
    }

    /** Reads the message that opens a connection, and declines encryption as often as it is asked for. */
    static PgFrame readFirst(DataInputStream in, DataOutputStream answers) throws IOException {
        while (true) {
            byte[] body = in.readNBytes(in.readInt() - 4);
            int code = body.length < 4 ? 0 : java.nio.ByteBuffer.wrap(body).getInt();
            if (code != SSL_REQUEST && code != GSS_REQUEST) {
                return new PgFrame((char) 0, body);
            }
            answers.writeByte('N');
            answers.flush();
        }
    }

    void write(DataOutputStream out) throws IOException {
        if (type != 0) {
            out.writeByte(type);
        }
        out.writeInt(body.length + 4);
        out.write(body);
    }

    /** The n-th of the zero-terminated texts that the body begins with, from 0. */
    String text(int n) {
        int from = 0;
        for (int i = 0; ; i++) {
            int to = from;
            while (body[to] != 0) {
                to++;
            }
            if (i == n) {
                return new String(body, from, to - from, StandardCharsets.UTF_8);
            }
            from = to + 1;
        }
    }
}
