package dev.atelier.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.atelier.core", importOptions = MainClasses.class)
class CoreArchitectureTest {
    @ArchTest
    static final ArchRule dependsOnTheJdkAlone = classes()
            .that()
            .resideInAPackage("dev.atelier.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.atelier.core..", "java..", "javax.imageio..", "javax.crypto..", "org.jspecify..");
}
