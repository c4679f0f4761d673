package dev.atelier.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditDetailsTest {
    private static final String SECRET = "hunter2-hunter2-9876";

    @Test
    void whatANameGivesAwayAsSecretIsCutToItsEnd() {
        for (String name : List.of(
                "apiKey",
                "webhookSecret",
                "password",
                "token",
                "passwordHash",
                "signInLink",
                "api_key",
                "CREDENTIALS")) {
            assertThat(AuditDetails.NONE.with(name, SECRET).values()).as(name).isEqualTo(Map.of(name, "…9876"));
            assertThat(AuditDetails.NONE.with(name, List.of(SECRET)).toString()).doesNotContain("hunter2");
            assertThat(AuditDetails.NONE.with("options", Map.of(name, SECRET)).toString())
                    .doesNotContain("hunter2");
            assertThat(AuditDetails.NONE.with(name, Map.of("x", SECRET)).toString())
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void whatLooksLikeASecretIsCutUnderAnyName() {
        for (String value : List.of(
                "atl_0123456789abcdef",
                "whsec_MfKQ9r8GKYqrTwjU",
                "sk-proj-abcdefgh12345678",
                "see eyJhbGciOiJIUzI1NiJ9")) {
            assertThat(AuditDetails.NONE.with("note", value).toString())
                    .as(value)
                    .doesNotContain(value.substring(0, 12));
        }
        assertThat(AuditDetails.NONE
                        .with("note", "a desk-lamp and a risk-free task")
                        .values())
                .containsEntry("note", "a desk-lamp and a risk-free task");
    }

    @Test
    void shortSecretsShowNothingAndAHintStaysAsItIs() {
        assertThat(AuditDetails.NONE.with("password", "12345678").values()).containsEntry("password", "…");
        assertThat(AuditDetails.NONE.with("apiKey", AuditDetails.hint("wxyz")).values())
                .containsEntry("apiKey", "…wxyz");
        assertThat(AuditDetails.NONE.with("apiKey", AuditDetails.hint(null)).isEmpty())
                .isTrue();
        assertThat(AuditDetails.NONE.with("keySet", true).values()).containsEntry("keySet", true);
    }

    @Test
    void onlyWhatDiffersIsKeptOfAComparison() {
        AuditSubject subject = new AuditSubject("member", "1", "Ada");
        AuditDetails before = AuditDetails.NONE.with("role", "viewer").with("name", "Ada");
        AuditDetails after = AuditDetails.NONE.with("role", "admin").with("name", "Ada");
        AuditChange change = AuditChange.between(AuditAction.MEMBER_ROLE_CHANGED, subject, before, after);
        assertThat(change.before()).isEqualTo(AuditDetails.NONE.with("role", "viewer"));
        assertThat(change.after()).isEqualTo(AuditDetails.NONE.with("role", "admin"));
        assertThat(change.changesNothing()).isFalse();
        assertThat(AuditChange.between(AuditAction.MEMBER_ROLE_CHANGED, subject, before, before)
                        .changesNothing())
                .isTrue();
    }

    @Test
    void everyActionIsANounAndAVerb() {
        assertThat(AuditAction.words())
                .doesNotHaveDuplicates()
                .allMatch(word -> word.matches("[a-z]+(_[a-z]+)*\\.[a-z]+(_[a-z]+)*"));
    }
}
