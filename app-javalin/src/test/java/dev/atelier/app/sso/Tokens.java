package dev.atelier.app.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Tokens as they should be and as attackers write them. */
final class Tokens {
    private Tokens() {}

    static String rs256(RSAKey key, JWTClaimsSet claims) {
        return rs256(
                key,
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                claims);
    }

    static String typed(RSAKey key, String type, JWTClaimsSet claims) {
        return rs256(
                key,
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(key.getKeyID())
                        .type(new JOSEObjectType(type))
                        .build(),
                claims);
    }

    static String rs256(RSAKey key, JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed by nobody. */
    static String none(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    /** Signed with what everybody knows, the public key, as if it were a shared secret. */
    static String hmacByPublicKey(RSAKey key, JWTClaimsSet claims) {
        try {
            String pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(key.toRSAPublicKey().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n";
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new MACSigner(pem.getBytes(StandardCharsets.UTF_8)));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By another key that calls itself like the right one. */
    static String forged(RSAKey right, JWTClaimsSet claims) {
        RSAKey other = StubIssuer.newKey(right.getKeyID());
        return rs256(other, claims);
    }

    /** Brings its own key in its header. */
    static String selfSigned(RSAKey right, JWTClaimsSet claims) {
        RSAKey own = StubIssuer.newKey(right.getKeyID());
        return rs256(
                own,
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(right.getKeyID())
                        .jwk(own.toPublicJWK())
                        .build(),
                claims);
    }
}
