package dev.atelier.core.audit;

import java.util.Arrays;
import java.util.List;

/** What can be found in the audit log: a noun and what was done to it. A word that was written once never changes. */
public enum AuditAction {
    ORG_FOUNDED("org.founded"),
    ORG_SET_UP("org.set_up"),
    MEMBER_INVITED("member.invited"),
    MEMBER_JOINED("member.joined"),
    MEMBER_ROLE_CHANGED("member.role_changed"),
    MEMBER_DISABLED("member.disabled"),
    MEMBER_ENABLED("member.enabled"),
    MEMBER_REMOVED("member.removed"),
    INVITE_WITHDRAWN("invite.withdrawn"),
    PASSWORD_CHANGED("password.changed"),
    PASSWORD_RESET("password.reset"),
    SIGN_IN_LINK_ISSUED("sign_in_link.issued"),
    SESSION_REVOKED("session.revoked"),
    SESSION_TOKEN_REUSED("session.token_reused"),
    ACCESS_TOKEN_CREATED("access_token.created"),
    ACCESS_TOKEN_ROTATED("access_token.rotated"),
    ACCESS_TOKEN_REVOKED("access_token.revoked"),
    API_KEY_CREATED("api_key.created"),
    API_KEY_CHANGED("api_key.changed"),
    API_KEY_REPLACED("api_key.replaced"),
    API_KEY_DELETED("api_key.deleted"),
    PROVIDER_CREATED("provider.created"),
    PROVIDER_CHANGED("provider.changed"),
    PROVIDER_ENABLED("provider.enabled"),
    PROVIDER_DISABLED("provider.disabled"),
    PROVIDER_BREAKERS_CLOSED("provider.breakers_closed"),
    PROVIDER_DELETED("provider.deleted"),
    PROVIDER_KEY_REPLACED("provider_key.replaced"),
    PROVIDER_KEY_DROPPED("provider_key.dropped"),
    PROVIDER_CHAIN_REORDERED("provider_chain.reordered"),
    MODEL_CREATED("model.created"),
    MODEL_CHANGED("model.changed"),
    PRICE_SET("price.set"),
    CREDITS_GRANTED("credits.granted"),
    CREDITS_ADJUSTED("credits.adjusted"),
    WEBHOOK_ENDPOINT_CREATED("webhook_endpoint.created"),
    WEBHOOK_ENDPOINT_CHANGED("webhook_endpoint.changed"),
    WEBHOOK_ENDPOINT_DELETED("webhook_endpoint.deleted"),
    WEBHOOK_SECRET_ADDED("webhook_secret.added"),
    MASTER_KEY_ROTATED("master_key.rotated");

    private final String word;

    AuditAction(String word) {
        this.word = word;
    }

    /** As it is stored and shown, such as {@code member.role_changed}. */
    public String word() {
        return word;
    }

    /** Every word, in the order of the enum. */
    public static List<String> words() {
        return Arrays.stream(values()).map(AuditAction::word).toList();
    }
}
