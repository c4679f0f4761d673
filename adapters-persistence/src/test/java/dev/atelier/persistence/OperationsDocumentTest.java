package dev.atelier.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.secret.SealedSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs every statement that {@code docs/operations.md} tells an operator to run. */
class OperationsDocumentTest {
    private static final Pattern SQL = Pattern.compile("(?ms)^ *```sql\\n(.*?)^ *```$");

    @RegisterExtension
    final Stores stores = new Stores();

    @Test
    void everyStatementRunsOnOurTables() throws IOException {
        List<String> statements = statements();
        assertThat(statements).hasSizeGreaterThan(6);
        stores.store();
        assertThat(statements).allSatisfy(stores::sql);
    }

    @Test
    void theMasterKeysInUseAreShown() throws IOException {
        stores.store()
                .providers()
                .insert(new ProviderConfig(
                        new ProviderId("vendor"),
                        Category.LLM,
                        "kie",
                        "Vendor",
                        null,
                        new ModelId("some-model"),
                        1,
                        true,
                        Map.of(),
                        new SealedSecret("sealed", "k-2026", "1234"),
                        null,
                        1));
        String query = statements().stream()
                .filter(sql -> sql.contains("api_key"))
                .findFirst()
                .orElseThrow();
        assertThat(stores.ask("SELECT api_key FROM (" + query.replace(";", "") + ") AS shown"))
                .isEqualTo("k-2026");
    }

    private static List<String> statements() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path document = Path.of("docs", "operations.md");
        Path root = Files.exists(here.resolve(document)) ? here : here.resolveSibling("");
        return SQL.matcher(Files.readString(root.resolve(document)))
                .results()
                .map(block -> block.group(1).strip())
                .toList();
    }
}
