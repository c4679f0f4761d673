package dev.atelier.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.app.sso.IssuerSettings;
import dev.atelier.app.sso.SsoSettings;
import dev.atelier.core.account.Role;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SsoConfigTest {
    private static final Map<String, String> CORP = Map.of(
            "SSO_ISSUERS", "corp",
            "SSO_CORP_URL", "https://login.example/realms/corp/",
            "SSO_CORP_CLIENT_ID", "atelier",
            "SSO_CORP_CLIENT_SECRET", "canary-client-secret");

    private static Map<String, String> corpWith(String name, String value) {
        Map<String, String> values = new HashMap<>(CORP);
        values.put(name, value);
        return values;
    }

    @Test
    void nothingIsOnUnlessItIsSet() {
        assertThat(AppConfig.of(Map.of()).sso()).isEqualTo(SsoSettings.NONE);
    }

    @Test
    void anIssuerIsReadFromItsFamilyOfNames() {
        Map<String, String> values = new HashMap<>(CORP);
        values.putAll(Map.of(
                "SSO_CORP_NAME", "Example Corp",
                "SSO_CORP_AUDIENCE", "https://api.example",
                "SSO_CORP_DOMAINS", "Corp.example, corp.test",
                "SSO_CORP_ROLE", "Creator",
                "SSO_CORP_LINK_BY_EMAIL", "true",
                "SIGN_UP", "sso"));
        SsoSettings sso = AppConfig.of(values).sso();

        assertThat(sso.signUp()).isTrue();
        IssuerSettings corp = sso.issuers().get(0);
        assertThat(corp.id()).isEqualTo("corp");
        assertThat(corp.name()).isEqualTo("Example Corp");
        assertThat(corp.url()).isEqualTo(URI.create("https://login.example/realms/corp"));
        assertThat(corp.domains()).containsExactlyInAnyOrder("Corp.example", "corp.test");
        assertThat(corp.role()).isEqualTo(Role.CREATOR);
        assertThat(corp.linkByEmail()).isTrue();
        assertThat(corp.trustEmail()).isFalse();
    }

    @Test
    void theSecretIsMaskedAndBlackedOut() {
        AppConfig config = AppConfig.of(CORP);

        assertThat(config.toString()).doesNotContain("canary");
        assertThat(config.secretTexts()).contains("canary-client-secret");
        assertThat(config.settings())
                .filteredOn(setting -> setting.name().equals("SSO_CORP_CLIENT_SECRET"))
                .singleElement()
                .satisfies(setting -> {
                    assertThat(setting.secret()).isTrue();
                    assertThat(setting.value()).isNull();
                });
        assertThat(config.settings())
                .filteredOn(setting -> setting.name().equals("SSO_CORP_CLIENT_ID"))
                .extracting(EffectiveSetting::value)
                .containsExactly("atelier");
    }

    @Test
    void auth0IsOneMoreIssuer() {
        SsoSettings sso = AppConfig.of(Map.of(
                        "AUTH0_DOMAIN", "example.eu.auth0.com", "AUTH0_AUDIENCE", "https://api.atelier.example"))
                .sso();

        assertThat(sso.issuers()).singleElement().satisfies(auth0 -> {
            assertThat(auth0.url()).isEqualTo(URI.create("https://example.eu.auth0.com"));
            assertThat(auth0.audience()).isEqualTo("https://api.atelier.example");
            assertThat(auth0.clientId()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            SSO_CORP_URL           | http://login.example    | https address
            SSO_CORP_URL           | https://login.example:8443 | ATELIER_ALLOW_PRIVATE_HOSTS
            SSO_CORP_URL           | https://login.example/?x=y | without query
            SSO_CORP_AUDIENCE      | atelier                 | must not be the client id
            SSO_CORP_ROLE          | owner                   | viewer, evaluator, creator or admin
            SSO_CORP_LINK_BY_EMAIL | yes                     | true or false
            SSO_CORP_DOMAINS       | @corp.example           | domains
            SIGN_UP                | everybody               | off or sso
            SSO_ISSUERS            | Corp                    | lower-case
            TRUSTED_GATEWAYS       | gateway.lan             | host names are not allowed
            TRUSTED_GATEWAYS       | 0.0.0.0/0               | every address
            AUTH0_DOMAIN           | https://x.auth0.com     | without https://
            """)
    void aWrongValueIsTold(String name, String value, String rule) {
        ConfigProblem problem =
                catchThrowableOfType(ConfigProblem.class, () -> AppConfig.of(corpWith(name, value)));

        assertThat(problem.sentences())
                .filteredOn(sentence -> sentence.startsWith(name))
                .isNotEmpty()
                .allSatisfy(sentence -> assertThat(sentence).contains(rule).endsWith("."));
        assertThat(problem.getMessage()).doesNotContain("canary");
    }

    @Test
    void whatIsMissingOrBelongsToNobodyIsTold() {
        ConfigProblem problem =
                catchThrowableOfType(ConfigProblem.class, () -> AppConfig.of(Map.of("SSO_ISSUERS", "corp")));
        assertThat(problem.sentences()).anySatisfy(sentence -> assertThat(sentence)
                .startsWith("SSO_CORP_URL is missing"));

        assertThat(AppConfig.of(corpWith("SSO_CROP_NAME", "x")).notes())
                .singleElement()
                .asString()
                .startsWith("SSO_CROP_NAME belongs to no issuer");
    }

    @Test
    void anIssuerOnThisMachineIsTakenIfItIsNamed() {
        Map<String, String> values = new HashMap<>(CORP);
        values.put("SSO_CORP_URL", "http://localhost:8180/realms/corp");
        values.put("ATELIER_ALLOW_PRIVATE_HOSTS", "localhost:8180");

        assertThat(AppConfig.of(values).sso().issuers()).hasSize(1);
    }
}
