package dev.atelier.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.core.MainClasses;

@AnalyzeClasses(packages = "dev.atelier.storage", importOptions = MainClasses.class)
class StorageArchitectureTest {
    @ArchTest
    static final ArchRule dependsOnCoreAndItsLibrariesAlone = classes()
            .that()
            .resideInAPackage("dev.atelier.storage..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.atelier.storage..",
                    "dev.atelier.core..",
                    "java..",
                    "javax.crypto..",
                    "javax.imageio..",
                    "javax.net..",
                    "org.jspecify..",
                    "io.minio..",
                    "okhttp3..",
                    "okio..",
                    "kotlin..");
}
