package dev.atelier.app.sso;

import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.atelier.core.account.IssuedPerson;
import dev.atelier.core.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The authorization code flow with PKCE at one issuer: where to send the browser, and whom it brings back. Thread-safe. */
final class CodeFlow {
    private static final Scope SCOPE = new Scope("openid", "email", "profile");

    private final Issuer issuer;
    private final ClientID client;

    CodeFlow(Issuer issuer) {
        this.issuer = issuer;
        this.client = new ClientID(String.valueOf(issuer.settings().clientId()));
    }

    URI signInPage(Flow flow) throws SsoFailure {
        URI page = issuer.metadata().getAuthorizationEndpointURI();
        if (page == null) {
            throw failure("names no sign-in page", null);
        }
        return new AuthenticationRequest.Builder(ResponseType.CODE, SCOPE, client, flow.callback())
                .endpointURI(page)
                .state(flow.state())
                .nonce(flow.nonce())
                .codeChallenge(flow.verifier(), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /**
     * Trades the code for the person.
     *
     * @throws SsoFailure if the issuer does not answer, refuses the code, or what it says does not hold
     */
    IssuedPerson redeem(Flow flow, String code) throws SsoFailure {
        OIDCProviderMetadata metadata = issuer.metadata();
        OIDCTokenResponse answer = tokens(metadata, flow, code);
        JWT idToken = answer.getOIDCTokens().getIDToken();
        if (idToken == null) {
            throw failure("gave no ID token", null);
        }
        IDTokenClaimsSet claims = issuer.checkIdToken(idToken, flow.nonce());
        String subject = claims.getSubject().getValue();
        String name = metadata.getIssuer().getValue();
        if (claims.getStringClaim("email") != null || metadata.getUserInfoEndpointURI() == null) {
            return Claims.person(name, subject, claims::getClaim, issuer.settings());
        }
        ClaimsSet more = userInfo(
                metadata.getUserInfoEndpointURI(), answer.getOIDCTokens().getAccessToken(), subject);
        return Claims.person(name, subject, more::getClaim, issuer.settings());
    }

    private OIDCTokenResponse tokens(OIDCProviderMetadata metadata, Flow flow, String code) throws SsoFailure {
        var grant = new AuthorizationCodeGrant(new AuthorizationCode(code), flow.callback(), flow.verifier());
        URI endpoint = metadata.getTokenEndpointURI();
        if (endpoint == null) {
            throw failure("names no token endpoint", null);
        }
        Secret secret = issuer.settings().clientSecret();
        TokenRequest request = secret == null
                ? new TokenRequest(endpoint, client, grant, null)
                : new TokenRequest(endpoint, authentication(metadata, secret), grant, null);
        TokenResponse answer;
        try {
            answer = OIDCTokenResponseParser.parse(json(request.toHTTPRequest()).send(issuer.http()));
        } catch (IOException e) {
            throw unreachable(e);
        } catch (ParseException | IllegalArgumentException e) {
            throw failure("answered with what cannot be read", e);
        }
        if (!answer.indicatesSuccess()) {
            throw failure(
                    "refused the code: "
                            + answer.toErrorResponse().getErrorObject().getCode(),
                    null);
        }
        return (OIDCTokenResponse) answer.toSuccessResponse();
    }

    private static HTTPRequest json(HTTPRequest request) {
        request.setAccept("application/json");
        return request;
    }

    private ClientAuthentication authentication(OIDCProviderMetadata metadata, Secret secret) {
        var value = new com.nimbusds.oauth2.sdk.auth.Secret(secret.reveal());
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        boolean post = methods != null
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        return post ? new ClientSecretPost(client, value) : new ClientSecretBasic(client, value);
    }

    // Where issuers keep to the letter, an ID token that comes with an access token has no address in it.
    private ClaimsSet userInfo(URI endpoint, AccessToken token, String subject) throws SsoFailure {
        try {
            UserInfoResponse answer = UserInfoResponse.parse(
                    json(new UserInfoRequest(endpoint, token).toHTTPRequest()).send(issuer.http()));
            if (!answer.indicatesSuccess() || answer.toSuccessResponse().getUserInfo() == null) {
                throw failure("did not say who it is", null);
            }
            var info = answer.toSuccessResponse().getUserInfo();
            if (!subject.equals(info.getSubject().getValue())) {
                throw failure("speaks of another person", null);
            }
            return info;
        } catch (IOException e) {
            throw unreachable(e);
        } catch (ParseException | IllegalArgumentException e) {
            throw failure("answered with what cannot be read", e);
        }
    }

    private SsoFailure unreachable(IOException cause) {
        return new SsoFailure(
                SsoTrouble.ISSUER_UNREACHABLE,
                "issuer " + issuer.settings().id() + " does not answer: " + cause.getMessage(),
                cause);
    }

    private SsoFailure failure(String what, @Nullable Exception cause) {
        return new SsoFailure(
                SsoTrouble.BAD_ANSWER, "issuer " + issuer.settings().id() + " " + what, cause);
    }
}
