package dev.atelier.providers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.core.MainClasses;
import okhttp3.OkHttpClient;

@AnalyzeClasses(packages = "dev.atelier.providers", importOptions = MainClasses.class)
class OneWayOutTest {
    @ArchTest
    static final ArchRule onlyTheGuardBuildsClients = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.atelier.providers.http.GuardedHttp")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(OkHttpClient.Builder.class);

    // The sandbox's sender plays the vendor's side: it rings at our own door. Jars are read by the URLs of their files.
    @ArchTest
    static final ArchRule nothingElseOpensConnections = noClasses()
            .that()
            .haveNameNotMatching(".*\\.(GuardedSocketFactory|sandbox\\.CallbackSender|outside\\.JarAdapters)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(Socket|URL|URLConnection|HttpURLConnection|DatagramSocket|http\\..*)");
}
